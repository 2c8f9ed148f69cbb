import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { followLink, type Person } from '../central/src/testing/people.ts';
import { enrolTerminal } from '../central/src/testing/seed.ts';
import { random16 } from '../central/src/testing/send-signed.ts';
import type { TestCentral } from '../central/src/testing/test-central.ts';
import { makeTestTerminal } from '../central/src/testing/test-terminal.ts';
import { PATHS } from '../shared/protocol/api/terminal.ts';
import { spoken } from '../shared/protocol/crypto/keys.ts';
import type { Hash } from '../shared/protocol/ids.ts';
import { makeKey, playDepotDay } from './console/depot-day.ts';
import { type OpenConsole, openConsole, SIZES } from './console/open-console.ts';
import { type CentralAndDisplay, startCentralAndDisplay } from './support/central-and-display.ts';

// From nothing to the first terminal that is trusted, in the browser alone; and how one ends.

let started: CentralAndDisplay;
let central: TestCentral;
let admin: Person;
let window: OpenConsole;
beforeAll(async () => {
  started = await startCentralAndDisplay();
  ({ central } = started);
  admin = await followLink(central.url, central.setUpLink ?? '', 'Nadia');
  window = await openConsole(central, started.display, null);
  await window.resize(SIZES[1]);
  await window.debug.send('Network.setCookie', {
    url: central.url,
    name: 'kerbside',
    value: admin.browser.cookie(),
    httpOnly: true,
    sameSite: 'Strict',
  });
});
afterAll(async () => {
  await window?.close();
  await started?.stop();
});

const page = () => window.page;
const heading = (name: string) => page().getByRole('heading', { name, exact: true });
const button = (name: string) => page().getByRole('button', { name, exact: true });

describe('a first start', () => {
  test('leads to a depot', async () => {
    await window.goTo('/');
    await heading('Create the first depot').waitFor();
    await window.picture('first-depot');
    expect(await window.faults()).toEqual([]);
    await page().getByLabel('Depot name').fill('Berlin North');
    await page().getByLabel('Sender name that customers see').fill('Kurier Sued');
    await page().getByLabel('Time zone').selectOption('Europe/Berlin');
    await button('Create the depot').click();
    await heading('No terminals yet').waitFor();
    const { body } = await central.staff('GET', '/v1/depots');
    expect(body.depots).toMatchObject([{ name: 'Berlin North', timeZone: 'Europe/Berlin' }]);
  });

  test('and to a terminal that is trusted, with two touches and a scan', async () => {
    await page().getByRole('link', { name: 'Terminals' }).last().click();
    await heading('No terminals yet').waitFor();
    await button('Enrol a terminal').click();
    await button('Show the code').click();
    await page().getByText('Scan this with the terminal’s scanner.').waitFor();
    await page()
      .getByText(/^Valid for another 1[45]:\d\d\. It works once\.$/)
      .waitFor();
    await window.picture('enrol');
    expect(await window.faults()).toEqual([]);
    const code = Buffer.from(await window.readScreen()).toString();
    const terminal = makeTestTerminal(central.url, central.clock.now);
    expect((await terminal.enrol(code)).status).toBe(200);
    await heading('Handheld 1 is enrolled.').waitFor();
    const { body } = await central.staff('GET', '/v1/terminals');
    const shown = await page().getByRole('dialog').locator('.fingerprint span').allTextContents();
    expect(shown.join(' ')).toBe(spoken(body.terminals[0].fingerprint as Hash));
    await button('Done').click();
    await heading('1 terminal is trusted.').waitFor();
  });

  test('a code whose life is over says so, and another is a touch away', async () => {
    await button('Enrol a terminal').click();
    expect(await page().getByLabel('Terminal name').inputValue()).toBe('Handheld 2');
    await button('Show the code').click();
    await page().getByText('Scan this with the terminal’s scanner.').waitFor();
    central.clock.advance(15 * 60_000);
    // Whatever this browser's clock says, and however quickly it goes, central's time is what counts.
    const depot = (await central.staff('GET', '/v1/depots')).body.depots[0].id;
    await enrolTerminal(central, depot, 'Handheld 9');
    await page().getByText('This code is no longer valid.').waitFor();
    await button('Show a new code').click();
    await page().getByRole('dialog').getByRole('status').waitFor();
    await page().keyboard.press('Escape');
    await page().getByRole('dialog').waitFor({ state: 'detached' });
  });
});

describe('several terminals', () => {
  test('get a code each, from a name on or by a list, on a sheet that says until when it is good', async () => {
    await window.goTo('/terminals');
    await page().getByRole('link', { name: 'Enrol several' }).click();
    await heading('Enrol several').waitFor();
    await window.picture('enrol-several');
    expect(await window.faults()).toEqual([]);
    await page().getByLabel('Or a list of names').fill('Van 1\nVan 2\nVan 1');
    await button('Create 3 codes').click();
    await page().getByRole('alert').getByText('This name is there twice: Van 1.').waitFor();
    await page().getByLabel('Or a list of names').fill('');
    await page().getByLabel('Name of the first one').fill('Van 8');
    await page().getByLabel('How many').fill('3');
    let asked = 0;
    await page().route('**/enrolment-codes', (route) => {
      asked += 1;
      return asked === 2 ? route.abort() : route.continue();
    });
    await button('Create 3 codes').click();
    await page().getByRole('alert').waitFor();
    await heading('0 of 3 are in.').waitFor();
    await button('Create 2 codes').click();
    await page().getByRole('alert').waitFor({ state: 'detached' });
    await page().unroute('**/enrolment-codes');
    const names = page().locator('.sheet-place h2');
    await expect.poll(() => names.allTextContents()).toEqual(['Van 8', 'Van 9', 'Van 10']);
    expect(
      await page()
        .getByText(/^Valid until /)
        .count(),
    ).toBe(3);
    await window.picture('console-enrol-several');
    expect(await window.faults()).toEqual([]);
  });

  test('are seen coming in, each with what is to be compared', async () => {
    // One by one on the screen: a camera takes the symbol that it sees first.
    const code = Buffer.from(await window.readScreen()).toString();
    const terminal = makeTestTerminal(central.url, central.clock.now);
    expect((await terminal.enrol(code)).status).toBe(200);
    await heading('1 of 3 is in.').waitFor();
    const { body } = await central.staff('GET', `/v1/terminals?terminal=${terminal.id}`);
    const shown = await page().locator('.sheet-place.in .fingerprint span').allTextContents();
    expect(shown.join(' ')).toBe(spoken(body.terminals[0].fingerprint as Hash));
  });

  test('print as a sheet that has the codes of those that are missing, and nothing else', async () => {
    await window.debug.send('Emulation.setEmulatedMedia', { media: 'print' });
    expect(await page().locator('.sheet .qr').count()).toBe(2);
    expect(await page().locator('.sheet-place.in').isVisible()).toBe(false);
    expect(await page().getByRole('navigation').isVisible()).toBe(false);
    await page().getByText('Enrolment codes · Berlin North').waitFor();
    await window.picture('enrol-sheet');
    await window.debug.send('Emulation.setEmulatedMedia', { media: '' });
  });
});

const row = (name: string) => page().getByRole('listitem').filter({ hasText: name });

describe('a terminal that is there', () => {
  test('gets another name, which no other may have', async () => {
    await window.goTo('/terminals');
    await row('Handheld 9').getByRole('button', { name: 'Rename…' }).click();
    await page().getByRole('dialog', { name: 'Rename Handheld 9' }).waitFor();
    const field = page().getByLabel('Terminal name');
    await field.fill('handheld 1');
    await button('Rename it').click();
    await page().getByRole('alert').getByText('Another terminal has this name.').waitFor();
    await field.fill('Spare');
    await window.picture('terminal-rename');
    expect(await window.faults()).toEqual([]);
    await page().keyboard.press('Enter');
    await page().getByRole('dialog').waitFor({ state: 'detached' });
    await row('Spare').waitFor();
    expect(await row('Handheld 9').count()).toBe(0);
  });

  test('shows its version, and stands first where others have a later one', async () => {
    const [depot] = (await central.staff('GET', '/v1/depots')).body.depots;
    const dock = async (name: string, query: string) => {
      const terminal = await enrolTerminal(central, depot.id, name);
      const { status } = await terminal.send('POST', `${PATHS.time}${query}`, {
        nonce: random16(),
      });
      expect(status).toBe(200);
    };
    await dock('Van 30', '?app=1.9.0&os=linux+6.1.0');
    await dock('Van 31', '?app=1.10.0&os=linux+6.1.0');
    await page().getByText('1 has an older version than the others.').waitFor();
    await row('Van 30')
      .getByText(/Version 1\.9\.0 · older than others here/)
      .waitFor();
    await row('Van 31')
      .getByText(/^Version 1\.10\.0 · linux 6\.1\.0$/)
      .waitFor();
    expect(await page().locator('.terminal-row h2').first().textContent()).toBe('Van 30');
    await window.picture('console-terminals-versions');
    expect(await window.faults()).toEqual([]);
  });
});

describe('a terminal that is lost', () => {
  test('is revoked by one act that says first what it will do, and does nothing when left', async () => {
    const day = await playDepotDay(central);
    await window.goTo(`/depot?depot=${day.depot}`);
    await page().locator('.terminal-card').first().waitFor();
    await window.picture('console-depot');
    await window.goTo(`/terminals?depot=${day.depot}`);
    await heading('8 terminals are trusted.').waitFor();
    await window.picture('console-terminals');
    const revoke = row('Handheld 3').getByRole('button', { name: /^Revoke/ });
    await revoke.click();
    const asked = page().getByRole('alertdialog');
    await asked.getByText('The next time it docks, it stops accepting codes, for good.').waitFor();
    await asked.getByText('5 open stops will need another terminal').waitFor();
    await window.picture('revoke');
    expect(await window.faults()).toEqual([]);
    await page().keyboard.press('Enter');
    await asked.waitFor({ state: 'detached' });
    await heading('8 terminals are trusted.').waitFor();
    await revoke.click();
    await button('Revoke it').click();
    await heading('7 terminals are trusted.').waitFor();
    await row('Handheld 3').getByText('Revoked').waitFor();
    // A name that was taken is a failed request, and no more.
    expect(window.errors.filter((one) => !one.startsWith('Failed to load'))).toEqual([]);
  });

  test('gives its stops to another one by one act, which says first what will happen', async () => {
    await row('Handheld 4')
      .getByRole('button', { name: /^Replace/ })
      .click();
    const asked = page().getByRole('alertdialog');
    await asked.getByText('2 open stops go to it with new codes.').waitFor();
    await asked.getByText('Handheld 4 is revoked').waitFor();
    await asked.getByText('It hasn’t been wiped.').waitFor();
    await window.picture('replace');
    expect(await window.faults()).toEqual([]);
    await asked.getByLabel('Which terminal replaces it?').selectOption('Handheld 7');
    await button('Replace it').click();
    await heading('Handheld 7 takes its place. Dock it now.').waitFor();
    await page().getByText('2 customers get a new code.').waitFor();
    await button('Done').click();
    await row('Handheld 4').getByText('Revoked').waitFor();
    await row('Handheld 7').getByText('2 open stops').waitFor();
  });

  test('is found by its name, and there is a word where none is', async () => {
    await page().getByLabel('Find by name').fill('held 3');
    expect(await page().locator('.terminal-row').count()).toBe(1);
    await page().getByLabel('Find by name').fill('nonsense');
    await page().getByRole('status').getByText('No terminals match.').waitFor();
  });

  test('is nobody’s to revoke who may only look', async () => {
    const key = await makeKey(central, 'auditor');
    const auditor = await openConsole(central, started.display, key);
    await auditor.goTo('/terminals');
    await auditor.page.locator('.terminal-row').first().waitFor();
    expect(await auditor.page.getByRole('button', { name: /Revoke|Replace|Enrol/ }).count()).toBe(
      0,
    );
    await auditor.close();
  });
});

test('a depot that is not theirs is not shown as another one', async () => {
  await window.goTo('/terminals?depot=3f0c9a52-6d3b-4b7e-9a54-0f6d2b1c7e11');
  await heading('You don’t have access to this depot').waitFor();
  expect(await page().locator('.terminal-row').count()).toBe(0);
  await page().getByRole('main').getByRole('link').click();
  await page().locator('.terminal-card').first().waitFor();
});

describe.each(SIZES)('at $width×$height', (size) => {
  beforeAll(async () => {
    await window.resize(size);
    await window.goTo('/terminals');
  });

  test('the depot’s name is seen', async () => {
    const name = page().locator('.frame-top-depot, .depot-choice select');
    const isSeen = () => name.evaluateAll((all) => all.some((one) => one.checkVisibility()));
    await expect.poll(isSeen).toBe(true);
  });

  test.each([
    ['en', 'light'],
    ['ar', 'dark'],
  ] as const)(
    'axe finds nothing in %s and %s, and all is in its place',
    async (language, theme) => {
      await window.prefer(language, theme);
      await window.resize(size);
      await page().reload();
      await page().locator('.terminal-row').first().waitFor();
      await window.picture(`terminals-${size.width}-${language}-${theme}`);
      expect(await window.faults()).toEqual([]);
    },
  );
});
