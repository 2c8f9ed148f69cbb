import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { TestCentral } from '../central/src/testing/test-central.ts';
import { type DepotDay, HOSTILE, makeKey, playDepotDay } from './console/depot-day.ts';
import { type OpenConsole, openConsole, SIZES } from './console/open-console.ts';
import { type CentralAndDisplay, startCentralAndDisplay } from './support/central-and-display.ts';

// The depot's room in a real browser, from a real central with real terminals; and what holds for
// the console as a whole.

let started: CentralAndDisplay;
let central: TestCentral;
let day: DepotDay;
let window: OpenConsole;
beforeAll(async () => {
  started = await startCentralAndDisplay();
  ({ central } = started);
  day = await playDepotDay(central, HOSTILE);
  window = await openConsole(central, started.display, await makeKey(central, 'depot', day.depot));
  await window.resize(SIZES[1]);
  await window.goTo('/');
});
afterAll(async () => {
  await window?.close();
  await started?.stop();
});

const page = () => window.page;
const sentence = () => page().getByRole('heading', { level: 1 });

test('it says without a touch who has not come back', async () => {
  await page().waitForURL('**/depot');
  await expect
    .poll(() => sentence().allInnerTexts(), { timeout: 30_000 })
    .toEqual(['5 of 8 terminals are in. 2 are still out, 1 needs attention.']);
  expect(await page().title()).toBe('Depot · Kerbside');
  const titles = await page().getByRole('heading', { level: 2 }).allTextContents();
  expect(titles).toEqual(['Needs attention 1', 'Still out 2', 'In 5']);
  const groups = await page().locator('section').allInnerTexts();
  expect(groups[0]).toContain('Handheld 5 · Piotr');
  expect(groups[0]).toContain('1 record to settle');
  expect(groups[1]).toMatch(/Handheld 3 · Ayşe[\s\S]*Out 3 hours longer[\s\S]*Handheld 4 · Kim/);
});

test('it is loaded from central alone, and what it runs at first has at most 150 kB', async () => {
  const loaded = await page().evaluate(() =>
    (performance.getEntriesByType('resource') as PerformanceResourceTiming[]).map(
      ({ name, encodedBodySize }) => ({ name, size: encodedBodySize }),
    ),
  );
  const scripts = loaded.filter(({ name }) => name.endsWith('.js'));
  const sum = scripts.reduce((bytes, { size }) => bytes + size, 0);
  expect(scripts.length).toBeGreaterThan(2);
  expect(sum).toBeGreaterThan(50_000);
  expect(sum).toBeLessThanOrEqual(150_000);
  expect(loaded.filter(({ name }) => !name.startsWith(central.url))).toEqual([]);
});

test('names are text, whatever they look like, and the policy is not broken', async () => {
  await page().getByText(HOSTILE.driver).waitFor();
  await page().getByText(HOSTILE.terminal).waitFor();
  expect(await page().title()).toBe('Depot · Kerbside');
  expect(window.errors).toEqual([]);
});

test('nothing of whoever looks is kept in the browser', async () => {
  const kept = await page().evaluate(() => ({
    local: { ...localStorage },
    session: JSON.stringify(sessionStorage),
    cookie: document.cookie,
  }));
  expect(kept.local).toEqual({});
  expect(kept.cookie).toBe('');
  expect(kept.session).not.toMatch(/Bearer|Customer|Ayşe/);
});

test('by the keys alone the language is chosen, and is still after a reload', async () => {
  const you = page().getByRole('button', { name: /^You/ });
  await you.focus();
  await page().keyboard.press('Enter');
  const language = page().getByLabel('Language');
  await language.waitFor();
  await page().keyboard.press('Escape');
  await language.waitFor({ state: 'detached' });
  // Whoever closes a menu is back on its button.
  await you.and(page().locator(':focus')).waitFor();
  await page().keyboard.press('Enter');
  await language.selectOption('Deutsch');
  await sentence().getByText('5 von 8 Geräten sind zurück.').waitFor();
  await page().reload();
  await sentence().getByText('5 von 8 Geräten sind zurück.').waitFor();
  expect(await page().title()).toBe('Depot · Kerbside');
  await page().evaluate(() => localStorage.clear());
  await page().reload();
});

test('there is no such page is said in the console, with the way back', async () => {
  await window.goTo('/nonsense');
  await sentence().getByText('There is no such page.').waitFor();
  await page().getByRole('link', { name: 'Go to the depot' }).click();
  await sentence().getByText('terminals are in').waitFor();
  expect(await page().evaluate(() => document.activeElement?.tagName)).toBe('H1');
});

test('what comes in is seen without a touch', async () => {
  await day.deliver(3, 4);
  await page().getByText('5 of 6 stops closed').waitFor();
});

test('without a network it says so and of when it is, and is right again after', async () => {
  await window.debug.send('Network.emulateNetworkConditions', {
    offline: true,
    latency: 0,
    downloadThroughput: -1,
    uploadThroughput: -1,
  });
  await page().getByRole('status').getByText('No connection.').waitFor();
  expect(await sentence().textContent()).toContain('5 of 8');
  await day.deliver(3, 5);
  // A room that was never loaded cannot be, and the page is not lost for it.
  await page().getByRole('link', { name: 'Messages' }).click();
  await sentence().getByText('This couldn’t be loaded.').waitFor();
  await window.debug.send('Network.emulateNetworkConditions', {
    offline: false,
    latency: 0,
    downloadThroughput: -1,
    uploadThroughput: -1,
  });
  await page().getByRole('button', { name: 'Try again' }).click();
  await sentence().getByText('code').waitFor();
  await page().goBack();
  await sentence()
    .getByText('6 of 8 terminals are in. 1 is still out, 1 needs attention.')
    .waitFor();
  await page().getByRole('status').waitFor({ state: 'detached' });
  (window.errors as string[]).length = 0;
});

describe.each(SIZES)('at $width×$height', (size) => {
  beforeAll(async () => {
    await window.resize(size);
    await window.goTo('/depot');
    await page().locator('.terminal-card').first().waitFor();
  });

  test.each([
    ['en', 'light'],
    ['de', 'dark'],
    ['ar', 'light'],
    ['ar', 'dark'],
  ] as const)(
    'axe finds nothing in %s and %s, and all is in its place',
    async (language, theme) => {
      await window.prefer(language, theme);
      await page().reload();
      await page().locator('.terminal-card').first().waitFor();
      expect(await page().locator('html').getAttribute('dir')).toBe(
        language === 'ar' ? 'rtl' : 'ltr',
      );
      await window.picture(`depot-${size.width}-${language}-${theme}`);
      expect(await window.faults()).toEqual([]);
    },
  );
});
