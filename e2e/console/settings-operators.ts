import type { Page } from 'playwright-core';
import { describe, expect, test } from 'vitest';
import {
  addPerson,
  codeOf,
  followLink,
  forgetSteps,
  type Person,
  passTime,
} from '../../central/src/testing/people.ts';
import { makeStaffClient, type TestCentral } from '../../central/src/testing/test-central.ts';
import { comeAs } from './as-somebody.ts';
import type { OpenConsole } from './open-console.ts';

const MINUTE = 60_000;

/** Holds the requests to an address until what it gives is called. */
const hold = async (page: Page, address: string): Promise<() => void> => {
  let release = (): void => {};
  const isOver = new Promise<void>((resolve) => {
    release = resolve;
  });
  await page.route(address, (route) => isOver.then(() => route.continue()), { times: 1 });
  return () => release();
};

/** Touches the browser's way back, where it is held: the page is where it was afterwards. */
const goBack = (page: Page): Promise<void> =>
  page.evaluate(
    () =>
      new Promise((resolve) => {
        const back = (): void => addEventListener('popstate', () => resolve(), { once: true });
        addEventListener('popstate', back, { once: true });
        history.back();
      }),
  );

/** How people and programs are let in, and how that ends: in the console, at a real central. */
export const testOperators = (
  at: () => {
    readonly central: TestCentral;
    readonly window: OpenConsole;
    readonly origin: string;
  },
): void => {
  const page = () => at().window.page;
  const heading = (name: string | RegExp) => page().getByRole('heading', { level: 1, name });
  const button = (name: string) => page().getByRole('button', { name, exact: true });
  const dialog = () => page().getByRole('dialog').or(page().getByRole('alertdialog'));
  const shown = (name: string) => page().getByRole('textbox', { name, exact: true });
  const row = (name: string) => page().getByRole('listitem').filter({ hasText: name });
  let ada: Person;
  let link = '';

  describe('somebody who may let others in', () => {
    test('does so with a link that is shown once, after showing who they are', async () => {
      const { central, window, origin } = at();
      ada = await addPerson(central, 'Ada Lovelace', [{ name: 'admin' }]);
      await comeAs(window, origin, ada);
      await passTime(central, 11 * MINUTE);
      await window.goTo('/settings/people');
      await button('Add a person').click();
      await dialog().getByLabel(/^Name/).fill('Nadia Weber');
      await page().getByLabel('Role 1').selectOption('Dispatcher');
      await window.picture('let-in');
      expect(await at().window.faults()).toEqual([]);
      await button('Create the link').click();
      await page().getByRole('heading', { name: 'Confirm it’s you' }).waitFor();
      await forgetSteps(central);
      await page().getByLabel('Password', { exact: true }).fill(ada.password);
      await page().getByLabel('Code from your app').fill(codeOf(ada.secret));
      await page().keyboard.press('Enter');
      await page().getByRole('heading', { name: 'Link for Nadia Weber' }).waitFor();
      link = await shown('Link').inputValue();
      expect(await at().window.faults()).toEqual([]);
      await button('I’ve saved it').click();
      await dialog().waitFor({ state: 'detached' });
      expect(await page().content()).not.toContain(link);
      await row('Nadia Weber').getByText('Dispatcher: Berlin South').waitFor();
      await row('Nadia Weber').getByText('Hasn’t signed in yet').waitFor();
    });

    test('sees when somebody has come in, and takes them out: what they have open is over', async () => {
      const { central, window } = at();
      const nadia = await followLink(central.url, link);
      await window.goTo('/settings/people');
      await row('Nadia Weber').getByText('Can sign in').waitFor();
      await row('Nadia Weber')
        .getByRole('button', { name: /^Remove/ })
        .click();
      await dialog().getByText('They are signed out at once').waitFor();
      await page().keyboard.press('Enter');
      await dialog().waitFor({ state: 'detached' });
      expect((await nadia.browser.ask('GET', '/v1/me')).status).toBe(200);
      await row('Nadia Weber')
        .getByRole('button', { name: /^Remove/ })
        .click();
      await button('Remove').click();
      await row('Nadia Weber').waitFor({ state: 'detached' });
      expect((await nadia.browser.ask('GET', '/v1/me')).status).toBe(401);
    });

    test('lets nobody in twice if the link did not come', async () => {
      await button('Add a person').click();
      await dialog().getByLabel(/^Name/).fill('Omar Haddad');
      await page().route('**/invite', (route) => route.abort(), { times: 1 });
      await button('Create the link').click();
      await dialog().getByRole('alert').waitFor();
      await page().getByRole('heading', { name: 'Create a new link for Omar Haddad?' }).waitFor();
      await button('Create the link').click();
      await page().getByRole('heading', { name: 'Link for Omar Haddad', exact: true }).waitFor();
      await button('I’ve saved it').click();
      expect(await row('Omar Haddad').count()).toBe(1);
    });

    test('is told why a name that looks like another one will not do', async () => {
      await button('Add a person').click();
      await dialog().getByLabel(/^Name/).fill('Ad\u0430 Lovelace');
      await button('Create the link').click();
      await dialog().getByRole('alert').getByText('looks like it').waitFor();
      await page().keyboard.press('Escape');
    });

    test('gives a program a key, shown once, and another in its place', async () => {
      const { central, window } = at();
      await page().getByRole('link', { name: 'Keys' }).click();
      await heading(/program/).waitFor();
      await button('Add a program').click();
      await page().getByLabel('Program name').fill('Shop');
      const release = await hold(page(), '**/v1/operators');
      await button('Create the key').click();
      await page().keyboard.press('Escape');
      await goBack(page());
      await button('Create the key').waitFor();
      release();
      const key = shown('Key');
      await key.waitFor();
      await page().keyboard.press('Escape');
      await goBack(page());
      const first = await key.inputValue();
      await button('I’ve saved it').click();
      expect(await page().content()).not.toContain(first);
      const depots = (token: string) => makeStaffClient(central.url, token)('GET', '/v1/depots');
      expect((await depots(first)).status).toBe(200);
      await row('Shop')
        .getByRole('button', { name: /^New key/ })
        .click();
      await page().getByLabel('stop working at once').check();
      expect(await at().window.faults()).toEqual([]);
      await window.picture('new-key');
      await button('Create the key').click();
      const second = await key.inputValue();
      await button('I’ve saved it').click();
      expect([(await depots(first)).status, (await depots(second)).status]).toEqual([401, 200]);
    });

    test('whose rights end while they look does nothing more', async () => {
      const { central } = at();
      await page().getByRole('link', { name: 'People' }).click();
      await heading(/sign/).waitFor();
      await button('Add a person').click();
      await dialog().getByLabel(/^Name/).fill('Too Late');
      const grants = [{ name: 'depot' }];
      await central.staff('PUT', `/v1/operators/${ada.id}/grants`, { grants });
      await button('Create the link').click();
      await page()
        .getByRole('alert')
        .or(heading('You don’t have access to this.'))
        .first()
        .waitFor();
      const { body } = await central.staff('GET', '/v1/operators');
      expect(JSON.stringify(body)).not.toContain('Too Late');
      await central.staff('PUT', `/v1/operators/${ada.id}/grants`, { grants: [{ name: 'admin' }] });
    });

    test('whose session ends while they do something signs in, and goes on where they were', async () => {
      const { central, window } = at();
      await window.goTo('/settings/keys');
      await row('Shop')
        .getByRole('button', { name: /^Remove/ })
        .click();
      await window.debug.send('Network.clearBrowserCookies');
      await button('Remove').click();
      await heading('Sign in').waitFor();
      expect(new URL(page().url()).searchParams.get('next')).toContain('/settings/keys');
      const { body } = await central.staff('GET', '/v1/operators');
      expect(JSON.stringify(body)).toContain('Shop');
    });
  });
};
