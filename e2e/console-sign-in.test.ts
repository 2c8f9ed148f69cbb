import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { addPerson, codeOf, forgetSteps, type Person } from '../central/src/testing/people.ts';
import { seedRoute } from '../central/src/testing/seed.ts';
import type { TestCentral } from '../central/src/testing/test-central.ts';
import { type OpenConsole, openConsole, SIZES } from './console/open-console.ts';
import { type CentralAndDisplay, startCentralAndDisplay } from './support/central-and-display.ts';

// How people come into the console and out of it, in a real browser at a real central.

const PASSWORD = 'lamp-hamster-violet-93';

let started: CentralAndDisplay;
let central: TestCentral;
let window: OpenConsole;
beforeAll(async () => {
  started = await startCentralAndDisplay();
  ({ central } = started);
  window = await openConsole(central, started.display, null);
  await window.resize(SIZES[1]);
});
afterAll(async () => {
  await window?.close();
  await started?.stop();
});

const page = () => window.page;
const heading = (name: string) => page().getByRole('heading', { level: 1, name });
const button = (name: string) => page().getByRole('button', { name, exact: true });

const fillIn = async (name: string, password: string, code: string): Promise<void> => {
  await page().getByLabel('Name').fill(name);
  await page().getByLabel('Password').fill(password);
  await page().getByLabel('Code from your app').fill(code);
  await page().keyboard.press('Enter');
};
const signIn = async ({ name, password, secret }: Person): Promise<void> => {
  await forgetSteps(central);
  await fillIn(name, password, codeOf(secret));
};

describe('a first start', () => {
  test('leads by the link that central prints to a way to sign in, and keeps nothing of the link', async () => {
    const link = new URL(central.setUpLink ?? '');
    await window.goTo(`${link.pathname}${link.hash}`);
    await heading('Set up how you sign in').waitFor();
    await page().getByText('You’re the first to sign in here').waitFor();
    expect(page().url()).toBe(`${central.url}/set-up`);
    await window.picture('set-up');
    expect(await window.faults()).toEqual([]);
    await page().getByRole('img', { name: 'QR code' }).scrollIntoViewIfNeeded();
    // Browsers make none for an address without a name.
    expect(await button('Set up a passkey').count()).toBe(0);
    const uri = Buffer.from(await window.readScreen()).toString();
    const secret = new URL(uri).searchParams.get('secret') ?? '';
    await page().getByLabel('Your name').fill('Nadia');
    await page().getByLabel('Choose a password').fill('short');
    await page().getByLabel('Code shown in the app').fill('000000');
    await button('Set up').click();
    await page().getByRole('alert').getByText('The password is too short.').waitFor();
    await page().getByLabel('Choose a password').fill(PASSWORD);
    await button('Set up').click();
    await page().getByRole('alert').getByText('Wrong code.').waitFor();
    await page().getByLabel('Code shown in the app').fill(codeOf(secret, -1));
    await button('Set up').click();
    await heading('Save your recovery codes').waitFor();
    expect(await page().locator('.recovery-codes li').count()).toBe(10);
    await window.picture('recovery-codes');
    expect(await window.faults()).toEqual([]);
    await button('I’ve saved them').click();
    await heading('Create the first depot').waitFor();
    const kept = await page().evaluate(() =>
      JSON.stringify([{ ...localStorage }, { ...sessionStorage }]),
    );
    expect(kept).not.toContain(link.hash.slice(1));
    expect(await page().evaluate(() => document.cookie)).toBe('');
  });

  test('by a link that was used says what to do', async () => {
    const link = new URL(central.setUpLink ?? '');
    await page().goto('about:blank');
    await window.goTo(`${link.pathname}${link.hash}`);
    await heading('This link is no longer valid').waitFor();
    await window.debug.send('Network.clearBrowserCookies');
    await window.goTo('/set-up');
    await heading('Open your link again').waitFor();
  });
});

describe('somebody who is not signed in', () => {
  let nadia: Person;
  let own: string;
  beforeAll(async () => {
    own = (await seedRoute(central, 1)).depot;
    nadia = await addPerson(central, 'Nadia Weber', [{ name: 'depot', depot: own }]);
    await window.debug.send('Network.clearBrowserCookies');
  });

  test('comes to the page where one signs in, and from there to what they wanted to see', async () => {
    await window.goTo(`/depot?depot=${own}`);
    await heading('Sign in').waitFor();
    await window.picture('sign-in');
    expect(await window.faults()).toEqual([]);
    await fillIn('Nadia Weber', 'wrong', '123456');
    await page().getByRole('alert').getByText('The name, password or code is wrong.').waitFor();
    expect(await window.faults()).toEqual([]);
    await signIn(nadia);
    await page().waitForURL(`**/depot?depot=${own}`);
    await heading('The terminal is in.').waitFor();
  });

  test('is not led to a page of somebody else', async () => {
    await button('You Nadia Weber').click();
    await button('Sign out').click();
    await heading('Sign in').waitFor();
    for (const next of ['//evil.example', 'https://evil.example/', '/\\evil.example']) {
      await window.goTo(`/sign-in?next=${encodeURIComponent(next)}`);
      await signIn(nadia);
      await heading('The terminal is in.').waitFor();
      expect(page().url()).toBe(`${central.url}/depot`);
      await button('You Nadia Weber').click();
      await button('Sign out').click();
      await heading('Sign in').waitFor();
    }
  });

  test('sees nothing of whoever was signed in before in the same window', async () => {
    const foreign = await seedRoute(central, 1);
    const ola = await addPerson(central, 'Ola', [{ name: 'depot', depot: foreign.depot }]);
    await signIn(nadia);
    await heading('The terminal is in.').waitFor();
    await button('You Nadia Weber').click();
    await button('Sign out').click();
    await heading('Sign in').waitFor();
    await signIn(ola);
    await heading('The terminal is in.').waitFor();
    const { body } = await central.staff('GET', '/v1/depots');
    const nameOf = (id: string): string =>
      body.depots.find((one: { id: string }) => one.id === id).name;
    await page().getByText(nameOf(foreign.depot)).first().waitFor();
    expect(await page().content()).not.toContain(nameOf(own));
    await page().goBack();
    await page().getByRole('heading', { level: 1 }).waitFor();
    expect(await page().content()).not.toContain(nameOf(own));
  });
});

test('who is removed, or signs out elsewhere, is out at once', async () => {
  const depot = (await seedRoute(central, 1)).depot;
  const kim = await addPerson(central, 'Kim', [{ name: 'depot', depot }]);
  await window.debug.send('Network.clearBrowserCookies');
  await window.goTo('/depot');
  await heading('Sign in').waitFor();
  await signIn(kim);
  await heading('The terminal is in.').waitFor();
  await kim.browser.ask('POST', '/v1/me/sessions/end', { here: true });
  await heading('Sign in').waitFor();
  expect(page().url()).toContain('next=%2Fdepot');
});

test('a page of another site can neither frame the console nor ask it for anything', async () => {
  const foreign = await openConsole(central, started.display, null);
  await foreign.page.goto('data:text/html,<iframe></iframe>');
  const seen = await foreign.page.evaluate(async (url) => {
    const frame = document.querySelector('iframe');
    if (frame === null) throw new Error('there is no frame');
    const shown = new Promise((resolve) => frame.addEventListener('load', resolve));
    frame.src = url;
    await shown;
    const asked = await fetch(`${url}/v1/me`, { credentials: 'include' }).catch(() => 'refused');
    return { asked, isShown: frame.contentDocument !== null };
  }, central.url);
  expect(seen).toEqual({ asked: 'refused', isShown: false });
  expect(foreign.errors.join(' ')).toMatch(/frame-ancestors|frame because an ancestor/);
  await foreign.close();
});
