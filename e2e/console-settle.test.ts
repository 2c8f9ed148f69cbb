import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { TestCentral } from '../central/src/testing/test-central.ts';
import { type DepotDay, HOSTILE, makeKey, playDepotDay } from './console/depot-day.ts';
import { describeMessages } from './console/messages-room.ts';
import { type OpenConsole, openConsole, SIZES } from './console/open-console.ts';
import { HOSTILE_NOTE, leaveCases } from './console/settle-day.ts';
import { type CentralAndDisplay, startCentralAndDisplay } from './support/central-and-display.ts';

// What needs a decision, in a real browser: found, read, decided, taken back; by two people at once. And
// the messages that did not arrive, with what helps.

let started: CentralAndDisplay;
let central: TestCentral;
let day: DepotDay;
let window: OpenConsole;
beforeAll(async () => {
  started = await startCentralAndDisplay();
  ({ central } = started);
  day = await playDepotDay(central, HOSTILE);
  const key = await makeKey(central, 'dispatcher', day.depot);
  window = await openConsole(central, started.display, key);
  await window.resize(SIZES[1]);
  await window.goTo('/settle');
});
afterAll(async () => {
  await window?.close();
  await started?.stop();
});

const page = () => window.page;
const sentence = () => page().getByRole('heading', { level: 1 });
const dialog = () => page().getByRole('dialog');
const row = (title: string) => page().locator('.case-row').filter({ hasText: title }).first();
const focused = () => page().evaluate(() => document.activeElement?.tagName);
const button = (name: string) => page().getByRole('button', { name, exact: true });
const cases = async (query = '') =>
  (await central.staff('GET', `/v1/cases?depot=${day.depot}${query}`)).body.cases;

test('it says how much there is to decide, as it comes in', async () => {
  await sentence().getByText('1 thing needs a decision.').waitFor();
  await leaveCases(central, day);
  await sentence().getByText('9 things need a decision.').waitFor();
  await page().getByText('5 records · 4 stops not delivered').waitFor();
  expect(await page().title()).toBe('To settle · Kerbside');
  await expect
    .poll(() => page().locator('.list-title').first().textContent())
    .toBe('The same delivery was accepted twice');
});

test('the depot’s card leads to what its terminal has to settle', async () => {
  await window.goTo('/depot');
  const card = page().locator('.terminal-card').filter({ hasText: 'Handheld 5' });
  await card.getByRole('link', { name: '1 record to settle' }).click();
  await page().getByText('Only Handheld 5').waitFor();
  await expect.poll(() => page().locator('.case-row').count()).toBe(1);
  await page().getByRole('link', { name: 'Show all' }).click();
  await row('The same delivery was accepted twice').waitFor();
});

test('two acceptances show both proofs side by side, and are settled in three touches', async () => {
  await window.countTouches();
  await row('The same delivery was accepted twice').click();
  const table = page().getByRole('table');
  await table.getByText('A pass').waitFor();
  const cells = await table.locator('tbody tr').allInnerTexts();
  expect(cells).toEqual(
    expect.arrayContaining([
      expect.stringMatching(/^Terminal\s+Handheld 4\s+Handheld 6$/),
      expect.stringMatching(/^Shown\s+The customer’s code\s+A pass$/),
      expect.stringMatching(/^Proof\s+Valid\s+Valid$/),
      expect.stringMatching(/^Counts\s+This one counts\s+Doesn’t count$/),
    ]),
  );
  expect(await focused()).toBe('H2');
  await window.picture('console-settle');
  expect(await window.faults()).toEqual([]);
  await button('This acceptance is the right one').click();
  await dialog().getByText('will count in place of the one that counts now').waitFor();
  await window.picture('settle-decide');
  expect(await window.faults()).toEqual([]);
  await button('Settle it').click();
  await page().getByRole('heading', { name: 'Decided' }).waitFor();
  expect(await window.touches()).toBe(3);
  expect(await focused()).toBe('H2');
  await sentence().getByText('8 things need a decision.').waitFor();
  await table.getByText('This one counts').waitFor();
  expect(await cases('&state=settled')).toMatchObject([
    { settled: { as: 'counted', code: 'second-is-right' } },
  ]);
});

test('a decision that was wrong is taken back with a reason, and stays in the history', async () => {
  await button('Undo the decision…').click();
  await dialog().getByText('What counted before will count again.').waitFor();
  await dialog().getByLabel('What was wrong?').fill('The neighbour had the other parcel');
  await button('Undo it').click();
  await page().getByRole('heading', { name: 'Your decision' }).waitFor();
  const history = page().locator('.case-history');
  await history.getByText('undid the decision').waitFor();
  await history.getByText('The neighbour had the other parcel').waitFor();
  await sentence().getByText('9 things need a decision.').waitFor();
});

test('two people on one case see each other, and the second decision is refused', async () => {
  const key = await makeKey(central, 'depot', day.depot);
  const omar = await openConsole(central, started.display, key);
  await omar.resize(SIZES[1]);
  await omar.goTo(new URL(page().url()).pathname);
  await omar.page.getByText('is looking at this too.').waitFor();
  await page().getByText('is looking at this too.').waitFor();
  await omar.page.getByRole('button', { name: 'The first one is right' }).click();
  await button('The first one is right').click();
  await dialog().getByLabel('Explanation').fill('Asked both customers');
  await page().keyboard.press('Enter');
  await page().getByRole('heading', { name: 'Decided' }).waitFor();
  await omar.page
    .getByRole('alert')
    .getByText(/^.*Nadia.* was quicker: The first one is right\. Nothing you did was saved\.$/)
    .waitFor();
  await omar.page.keyboard.press('Escape');
  await omar.page.locator('.case-settled').getByText('Asked both customers').waitFor();
  await omar.close();
  expect(window.errors).toEqual([]);
});

test('what a driver wrote is text, whatever it looks like', async () => {
  await row('Not delivered: nobody home').click();
  await page().getByText(HOSTILE_NOTE).waitFor();
  expect(await page().title()).toBe('To settle · Kerbside');
});

test('a case leads to its stop, and the stop to its case', async () => {
  const address = new URL(page().url()).pathname;
  await page().getByRole('link', { name: 'What happened to this stop' }).click();
  await page().getByRole('region', { name: 'What happened' }).waitFor();
  await page().getByRole('link', { name: 'This stop needs a decision' }).click();
  await page().getByText(HOSTILE_NOTE).waitFor();
  expect(new URL(page().url()).pathname).toBe(address);
});

test('a case is taken by one touch, and given to a colleague', async () => {
  await button('I’ll take it').dblclick();
  await page().locator('.case-whose').getByText('You have it').waitFor();
  expect(await page().locator('.case-whose').getByRole('alert').count()).toBe(0);
  await page().getByRole('link', { name: 'Yours 1' }).click();
  await expect.poll(() => page().locator('.case-row').count()).toBe(1);
  await row('Not delivered: nobody home').click();
  const give = page().getByLabel('Assign it to');
  await give.selectOption({ index: 1 });
  await button('Assign').click();
  await page()
    .locator('.case-whose')
    .getByText(/ has it$/)
    .waitFor();
  await page().getByRole('link', { name: /^Open/ }).click();
});

test('like cases are decided together, and it says how many', async () => {
  const before = (await cases()).length;
  const group = page().locator('.case-group').filter({ hasText: 'nobody home' });
  await group.getByRole('button', { name: 'Decide all 3…' }).click();
  await dialog().getByText('This will be decided for all 3 cases').waitFor();
  await window.picture('settle-together');
  expect(await window.faults()).toEqual([]);
  await dialog().getByLabel('The customer will collect it').check();
  // Somebody else decides one of them, and all that is shown is asked for again.
  const [{ id }] = (await cases('&kind=exception')).filter(
    ({ code }: { code: string }) => code === 'nobody-home',
  );
  const decision = { as: 'noted', code: 'goes-back', reason: null };
  const once = { 'idempotency-key': '"meanwhile"' };
  const path = `/v1/depots/${day.depot}/cases/settle`;
  await central.staff('POST', path, { cases: [id], decision }, once);
  await page().evaluate(() => dispatchEvent(new Event('offline')));
  await page()
    .locator('h1')
    .getByText(`${before - 1} things need a decision.`)
    .waitFor();
  await button('Settle 3 cases').click();
  await dialog().getByRole('alert').getByText('was quicker').waitFor();
  await page().keyboard.press('Escape');
  await group.getByRole('button', { name: 'Decide all 2…' }).click();
  await dialog().getByLabel('The customer will collect it').check();
  await button('Settle 2 cases').click();
  await dialog().waitFor({ state: 'detached' });
  expect(await focused()).toBe('H1');
  await sentence()
    .getByText(`${before - 3} things need a decision.`)
    .waitFor();
  expect(await cases('&state=settled&kind=exception')).toHaveLength(3);
});

test('by the keys alone a case is found, opened and left as it is', async () => {
  await window.goTo('/settle');
  await page().locator('.case-row').first().focus();
  await page().keyboard.press('End');
  await expect
    .poll(() => page().evaluate(() => document.activeElement?.textContent ?? ''))
    .toContain('damaged');
  await page().keyboard.press('Enter');
  await page().getByRole('heading', { name: 'Not delivered: damaged' }).waitFor();
  await button('Damage or loss: a claim').focus();
  await page().keyboard.press('Enter');
  await dialog().waitFor();
  await page().keyboard.press('Escape');
  await dialog().waitFor({ state: 'detached' });
  await button('Something else').click();
  await button('Settle it').click();
  await dialog().getByRole('alert').getByText('Enter the reason.').waitFor();
  await page().keyboard.press('Escape');
});

test('whoever may only look reads it, and decides nothing', async () => {
  const auditor = await openConsole(central, started.display, await makeKey(central, 'auditor'));
  await auditor.resize(SIZES[1]);
  await auditor.goTo('/settle?show=decided');
  await auditor.page.locator('.case-row').first().click();
  await auditor.page.locator('.case-settled').waitFor();
  expect(await auditor.page.locator('.case-panel button').count()).toBe(0);
  await auditor.goTo('/settle/999999');
  await auditor.page.getByText('There is no such case.').waitFor();
  await auditor.close();
});

describe.each(SIZES)('at $width×$height', (size) => {
  test.each([
    ['en', 'light'],
    ['de', 'dark'],
    ['ar', 'dark'],
  ] as const)(
    'axe finds nothing in %s and %s, and all is in its place',
    async (language, theme) => {
      await window.prefer(language, theme);
      await window.resize(size);
      await window.goTo('/settle');
      await page().locator('.case-row').first().waitFor();
      await window.picture(`settle-${size.width}-${language}-${theme}`);
      expect(await window.faults()).toEqual([]);
      await page().locator('.case-row').first().click();
      await page().locator('.case-panel h2').waitFor();
      await window.picture(`settle-case-${size.width}-${language}-${theme}`);
      expect(await window.faults()).toEqual([]);
    },
  );
});

describeMessages(() => ({ central, day, window }));
