import { beforeAll, describe, expect, test } from 'vitest';
import type { TestCentral } from '../../central/src/testing/test-central.ts';
import { newAuthenticator } from './as-somebody.ts';
import type { OpenConsole } from './open-console.ts';

/** How the first admin comes in with a passkey, and with what they do not: in the console, at a real central. */
export const testPasskeys = (
  at: () => {
    readonly central: TestCentral;
    readonly window: OpenConsole;
    readonly origin: string;
  },
): void => {
  const page = () => at().window.page;
  const heading = (name: string) => page().getByRole('heading', { level: 1, name, exact: true });
  const button = (name: string) => page().getByRole('button', { name, exact: true });
  const dialog = () => page().getByRole('dialog').or(page().getByRole('alertdialog'));
  const row = (name: string) => page().getByRole('listitem').filter({ hasText: name });
  const said = (text: string) => page().getByRole('status').getByText(text);
  const signOut = async (name: string): Promise<void> => {
    await button(`You ${name}`).click();
    await button('Sign out').click();
    await heading('Sign in').waitFor();
  };

  let authenticator: string;
  const addAuthenticator = async (): Promise<void> => {
    authenticator = await newAuthenticator(at().window);
  };
  /** Whether the device asks who holds it, by a finger or a PIN. */
  const checkPerson = (isUserVerified: boolean) =>
    at().window.debug.send('WebAuthn.setUserVerified', {
      authenticatorId: authenticator,
      isUserVerified,
    });

  describe('a passkey', () => {
    beforeAll(addAuthenticator);

    test('is set up by the first admin by the link, without a password', async () => {
      const { pathname, hash } = new URL(at().central.setUpLink ?? '');
      await at().window.goTo(`${pathname}${hash}`);
      await page().getByLabel('Your name').fill('Ada');
      await button('Set up a passkey').waitFor();
      await at().window.picture('set-up-ways');
      expect(await at().window.faults()).toEqual([]);
      await button('Set up a passkey').click();
      await heading('Create the first depot').waitFor();
      await at().central.staff('POST', '/v1/depots', {
        name: 'Berlin South',
        sender: 'Kerbside',
        timeZone: 'Europe/Berlin',
      });
      await heading('No terminals yet').waitFor();
    });

    test('signs its person in, to where they wanted to go', async () => {
      await signOut('Ada');
      await at().window.goTo('/settings/you');
      await heading('Sign in').waitFor();
      await button('Sign in with a passkey').waitFor();
      await at().window.picture('sign-in-ways');
      expect(await at().window.faults()).toEqual([]);
      await button('Sign in with a passkey').click();
      await heading('Ada').waitFor();
      expect(page().url()).toBe(`${at().origin}/settings/you`);
    });

    test('gives a session that no script can read', async () => {
      expect(await page().evaluate(() => document.cookie)).toBe('');
      // A cookie that one can read is seen there.
      const seen = await page().evaluate(() => {
        // biome-ignore lint/suspicious/noDocumentCookie: whether this page's scripts see a cookie at all
        document.cookie = 'readable=1; max-age=60';
        return document.cookie;
      });
      expect(seen).toBe('readable=1');
    });

    test('is refused from a device that does not check who holds it', async () => {
      await signOut('Ada');
      await checkPerson(false);
      await button('Sign in with a passkey').click();
      await page().getByRole('alert').getByText('No passkey was used.').waitFor();
      await checkPerson(true);
      await button('Sign in with a passkey').click();
      await heading('No terminals yet').waitFor();
      await at().window.goTo('/settings/you');
    });

    test('is one of several, of which the last stays', async () => {
      await button('Add a passkey').click();
      await button('Create the passkey').click();
      // This device has one already.
      await dialog().getByRole('alert').getByText('No passkey was used.').waitFor();
      await addAuthenticator();
      await page().getByLabel('Passkey name').fill('Blue key');
      await page().keyboard.press('Enter');
      await said('The passkey has been added.').waitFor();
      await row('Electron')
        .getByRole('button', { name: /^Remove/ })
        .click();
      await dialog().getByText('It can no longer be used to sign in.').waitFor();
      expect(await at().window.faults()).toEqual([]);
      await page().keyboard.press('Enter');
      await dialog().waitFor({ state: 'detached' });
      await row('Electron')
        .getByRole('button', { name: /^Remove/ })
        .click();
      await button('Remove it').click();
      await said('The passkey has been removed.').waitFor();
      await row('Blue key')
        .getByRole('button', { name: /^Remove/ })
        .click();
      await button('Remove it').click();
      await dialog().getByRole('alert').getByText('Add another first').waitFor();
      await button('Keep it').click();
    });
  });
};
