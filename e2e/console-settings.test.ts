import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { CALLBACK } from '../central/src/sign-in/provider-routes.ts';
import {
  CLIENT,
  startIdentityProvider,
  type TestIdentityProvider,
} from '../central/src/testing/identity-provider.ts';
import {
  addPerson,
  codeOf,
  forgetSteps,
  makeBrowser,
  type Person,
  passTime,
} from '../central/src/testing/people.ts';
import type { TestCentral } from '../central/src/testing/test-central.ts';
import { comeAs, newAuthenticator } from './console/as-somebody.ts';
import { type OpenConsole, openConsole, SIZES } from './console/open-console.ts';
import { freeOrigin } from './console/own-origin.ts';
import { testDepotSettings } from './console/settings-depot.ts';
import { testOperators } from './console/settings-operators.ts';
import { testPasskeys } from './console/settings-passkeys.ts';
import { type CentralAndDisplay, startCentralAndDisplay } from './support/central-and-display.ts';

// How people come in without a password, and what they set: a real browser, central and identity provider.
// What no good authenticator sends is in central/src/sign-in/passkeys.test.ts.

const MINUTE = 60_000;
/** Each page of the settings, and what is on it as soon as it has what it shows. */
const PAGES = {
  ...{ you: '.setting-rows li', depots: '.setting-rows li', policy: '.setting-form' },
  ...{
    texts: '.setting-form',
    crew: '.setting-rows li',
    webhooks: '.setting-rows li',
    retention: '.setting-form',
  },
  ...{ people: '.setting-rows li', keys: '.setting-rows li', audit: '.setting-rows li' },
};

let started: CentralAndDisplay;
let central: TestCentral;
let provider: TestIdentityProvider;
let origin: string;
let window: OpenConsole;
beforeAll(async () => {
  const { port, url } = await freeOrigin();
  origin = url;
  provider = await startIdentityProvider([`${url}${CALLBACK}`]);
  const identityProvider = { name: 'Company account', issuer: provider.issuer, ...CLIENT };
  started = await startCentralAndDisplay({ port, publicUrl: url, identityProvider });
  ({ central } = started);
  window = await openConsole({ url }, started.display, null);
  await window.resize(SIZES[1]);
});
afterAll(async () => {
  await window?.close();
  await started?.stop();
  await provider?.stop();
});

const page = () => window.page;
const heading = (name: string) => page().getByRole('heading', { level: 1, name, exact: true });
const button = (name: string) => page().getByRole('button', { name, exact: true });
const dialog = () => page().getByRole('dialog').or(page().getByRole('alertdialog'));
const row = (name: string) => page().getByRole('listitem').filter({ hasText: name });
const said = (text: string) => page().getByRole('status').getByText(text);

const addAuthenticator = () => newAuthenticator(window);
const become = (person: Person) => comeAs(window, origin, person);
const signOut = async (name: string): Promise<void> => {
  await button(`You ${name}`).click();
  await button('Sign out').click();
  await heading('Sign in').waitFor();
};

testPasskeys(() => ({ central, window, origin }));

describe('the company’s identity provider', () => {
  const goThere = async (login: string): Promise<void> => {
    await button('Sign in with Company account').click();
    await page().locator('input[name=login]').fill(login);
    await page().locator('input[name=password]').fill('x');
    await page().getByRole('button').first().click();
    await page().getByRole('button', { name: 'Continue' }).click();
  };

  test('says in words whom central does not know, and nothing of it after a reload', async () => {
    await signOut('Ada');
    await goThere('stranger');
    await page().getByRole('alert').getByText('doesn’t know this company account').waitFor();
    expect(await window.faults()).toEqual([]);
    await page().reload();
    await heading('Sign in').waitFor();
    expect(await page().getByRole('alert').count()).toBe(0);
  });

  test('signs in whom it is linked with, and shows again who that is', async () => {
    const grants = [{ name: 'admin' }];
    const added = await central.staff('POST', '/v1/operators', {
      name: 'Xia',
      kind: 'person',
      grants,
    });
    const { link } = (await central.staff('POST', `/v1/operators/${added.body.id}/invite`)).body;
    const { pathname, hash } = new URL(link);
    await window.debug.send('Network.clearBrowserCookies');
    await page().goto('about:blank');
    await window.goTo(`${pathname}${hash}`);
    await goThere('xia');
    await heading('No terminals yet').waitFor();
    await window.goTo('/settings/you');
    await page().getByText('You can sign in with Company account.').waitFor();
    await passTime(central, 11 * MINUTE);
    await button('Add a passkey').click();
    await button('Create the passkey').click();
    await button('Use Company account').click();
    await page().locator('input[name=login]').fill('xia');
    await page().locator('input[name=password]').fill('x');
    await page().getByRole('button').first().click();
    await heading('Xia').waitFor();
    expect(page().url()).toBe(`${origin}/settings/you`);
    await addAuthenticator();
    await button('Add a passkey').click();
    await button('Create the passkey').click();
    await said('The passkey has been added.').waitFor();
  });
});

describe('somebody with a password', () => {
  let kim: Person;
  beforeAll(async () => {
    kim = await addPerson(central, 'Kim', [{ name: 'dispatcher' }]);
    await become(kim);
    await window.goTo('/settings/you');
    await heading('Kim').waitFor();
  });
  const prove = async (password: string): Promise<void> => {
    await forgetSteps(central);
    await dialog().getByLabel('Password', { exact: true }).fill(password);
    await dialog().getByLabel('Code from your app').fill(codeOf(kim.secret));
    await button('Continue').click();
  };

  test('is asked again who they are, a while after the sign-in, and the act goes on then', async () => {
    await passTime(central, 11 * MINUTE);
    await page().getByRole('link', { name: 'Depot', exact: true }).click();
    await page().getByRole('link', { name: 'Settings', exact: true }).click();
    await heading('Kim').waitFor();
    await button('Create new recovery codes').click();
    await button('Create them').click();
    await page().getByRole('heading', { name: 'Confirm it’s you' }).waitFor();
    await page().goBack();
    await page().getByRole('heading', { name: 'Confirm it’s you' }).waitFor({ state: 'detached' });
    await button('Create them').click();
    await page().getByRole('heading', { name: 'Confirm it’s you' }).waitFor();
    await window.picture('prove-again');
    expect(await window.faults()).toEqual([]);
    await prove('wrong');
    await dialog().getByRole('alert').getByText('The name, password or code is wrong.').waitFor();
    await prove(kim.password);
    await page().getByRole('heading', { name: 'Save your recovery codes' }).waitFor();
  });

  test('has new recovery codes shown once, and on paper nothing but them', async () => {
    const codes = await dialog().locator('.recovery-codes li').allTextContents();
    expect(codes).toHaveLength(10);
    await page().keyboard.press('Escape');
    expect(await dialog().count()).toBe(1);
    await window.debug.send('Emulation.setEmulatedMedia', { media: 'print' });
    await window.picture('recovery-codes-printed');
    expect(await page().locator('#root').isVisible()).toBe(false);
    expect(await page().getByText('localhost').isVisible()).toBe(true);
    await window.debug.send('Emulation.setEmulatedMedia', { media: '' });
    await button('I’ve saved them').click();
    await dialog().waitFor({ state: 'detached' });
    expect(await page().content()).not.toContain(codes[0]);
    await forgetSteps(central);
    const { name, password } = kim;
    const asked = { name, password, code: codes[0] };
    expect((await makeBrowser(origin).ask('POST', '/v1/sign-in', asked)).status).toBe(204);
    await page().getByText('9 recovery codes left').waitFor();
  });

  test('sees where they are signed in, and ends one', async () => {
    await page().getByText('by recovery code').waitFor();
    await row('by recovery code')
      .getByRole('button', { name: /^Sign out/ })
      .click();
    await said('Signed out there.').waitFor();
    await page().getByText('by recovery code').waitFor({ state: 'detached' });
  });

  test('changes the password and the app', async () => {
    await button('Change password').first().click();
    await page().getByLabel('New password').fill('short');
    await page().keyboard.press('Enter');
    await dialog().getByRole('alert').getByText('The password is too short.').waitFor();
    await page().getByLabel('New password').fill('violet-hamster-lamp-39');
    await page().keyboard.press('Enter');
    await said('Your password has been changed.').waitFor();
    await button('Change authenticator app').click();
    await dialog().getByRole('img').waitFor();
    const uri = Buffer.from(await window.readScreen()).toString();
    const secret = new URL(uri).searchParams.get('secret') ?? '';
    await page().getByLabel('Code shown in the app').fill(codeOf(secret));
    await page().keyboard.press('Enter');
    await said('Your authenticator app has been changed.').waitFor();
    expect(window.errors.filter((one) => !one.startsWith('Failed to load'))).toEqual([]);
  });

  test('signs out everywhere', async () => {
    await button('Sign out everywhere').click();
    await heading('Sign in').waitFor();
    expect((await kim.browser.ask('GET', '/v1/me')).status).toBe(401);
  });
});

testOperators(() => ({ central, window, origin }));
testDepotSettings(() => ({ central, window, origin }));

test('who loads the page with their recovery codes anew is told how to make others', async () => {
  const ola = await addPerson(central, 'Ola', [{ name: 'dispatcher' }]);
  await become(ola);
  await page().goto('about:blank');
  await window.goTo('/set-up');
  await heading('You are signed in').waitFor();
  await page().getByRole('link', { name: 'Go to your account' }).click();
  await heading('Ola').waitFor();
});

describe.each(SIZES)('at $width×$height', (size) => {
  beforeAll(async () => {
    await become(await addPerson(central, `Admin ${size.width}`, [{ name: 'admin' }]));
  });
  test.each([
    ['en', 'light'],
    ['ar', 'dark'],
  ] as const)(
    'axe finds nothing in %s and %s, and all is in its place',
    async (language, theme) => {
      await window.prefer(language, theme);
      await window.resize(size);
      for (const [one, content] of Object.entries(PAGES)) {
        const address = `/settings/${one}`;
        await window.goTo(address);
        await page().locator(`main ${content}`).first().waitFor();
        await window.picture(
          `${address.slice(1).replace('/', '-')}-${size.width}-${language}-${theme}`,
        );
        expect(await window.faults(), address).toEqual([]);
      }
    },
  );
});
