import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { TestCentral } from '../central/src/testing/test-central.ts';
import { testActs } from './console/act-cases.ts';
import { makeKey } from './console/depot-day.ts';
import {
  type DispatchDay,
  HOSTILE_NAMES,
  LONG_ROUTE,
  playDispatchDay,
} from './console/dispatch-day.ts';
import type { DispatchWorld } from './console/dispatch-world.ts';
import { type OpenConsole, openConsole, SIZES } from './console/open-console.ts';
import { testSearch } from './console/search-cases.ts';
import { type CentralAndDisplay, startCentralAndDisplay } from './support/central-and-display.ts';

// What a dispatcher has open all day: the routes of a day and their stops.

let started: CentralAndDisplay;
let central: TestCentral;
let day: DispatchDay;
let window: OpenConsole;
beforeAll(async () => {
  started = await startCentralAndDisplay();
  ({ central } = started);
  day = await playDispatchDay(central);
  const key = await makeKey(central, 'dispatcher', day.depot);
  window = await openConsole(central, started.display, key);
  await window.resize(SIZES[1]);
});
afterAll(async () => {
  await window?.close();
  await started?.stop();
});

const world = (): DispatchWorld => ({ window, central, day });
const page = () => window.page;
const sentence = () => page().getByRole('heading', { level: 1 });
const row = (text: string) => page().getByRole('listitem').filter({ hasText: text });

describe('the routes of a day', () => {
  test('are said in a sentence, and what needs somebody is first', async () => {
    await window.goTo('/routes');
    await sentence()
      .getByText('4 routes: 3 of 616 stops closed. 2 need attention, 1 behind.')
      .waitFor();
    expect(await page().title()).toBe('Routes · Kerbside');
    await window.picture('console-routes');
    const names = await page().getByRole('heading', { level: 2 }).allTextContents();
    expect(names).toEqual(['Route 14', 'Route 16', 'Route 15', 'Route 17']);
    await row('Route 16').getByText('No terminal yet').first().waitFor();
    await row('Route 14').getByText('1 customer didn’t get a code').waitFor();
    await row('Route 17').getByText(HOSTILE_NAMES.script).waitFor();
    expect(window.errors).toEqual([]);
  });

  test('are those of another day by its address, and say what to do where there are none', async () => {
    await page().getByRole('link', { name: 'Tomorrow' }).click();
    await sentence().getByText('No routes on this day').waitFor();
    expect(page().url()).toMatch(/\/routes\?(?:.*&)?day=\d{4}-\d\d-\d\d/);
    await page().goBack();
    await sentence().getByText('4 routes').waitFor();
  });
});

describe('a route', () => {
  test('says how far it is, and what became of each of its stops', async () => {
    await page().getByRole('link', { name: 'Route 14' }).click();
    await sentence().getByText('Route 14: 3 of 9 stops closed, 12 minutes behind.').waitFor();
    expect(await page().title()).toBe('Route 14 · Kerbside');
    expect(await page().evaluate(() => document.activeElement?.tagName)).toBe('H1');
    await window.picture('console-route');
    const list = page().getByRole('list', { name: 'Stops' });
    const stop = (text: string) => list.getByRole('listitem').filter({ hasText: text });
    await stop('R. Okafor').getByText('Customer’s code').waitFor();
    await stop('Café Sonne').getByText('neighbour').waitFor();
    await stop('A. Lindqvist').getByText('Nobody home').waitFor();
    await stop('J. Wiśniewska').getByText('Next').waitFor();
    await page().locator('.needing').getByText('Message didn’t arrive').waitFor();
    await list.getByText(HOSTILE_NAMES.right).waitFor();
  });

  test('follows what its terminal hands in', async () => {
    await day.deliver(4);
    await sentence().getByText('Route 14: 4 of 9 stops closed').waitFor();
  });

  test('of any length has only what is near the window in the document', async () => {
    await window.goTo(`/routes/${day.routes['17']}`);
    const list = page().getByRole('list', { name: 'Stops' });
    await list.waitFor();
    const first = list.getByRole('listitem').first();
    expect(await first.getAttribute('aria-setsize')).toBe(`${LONG_ROUTE}`);
    expect(await list.getByRole('listitem').count()).toBeLessThan(60);
    await page().getByLabel('Show').selectOption({ label: 'Not delivered (0)' });
    await page().getByRole('status').getByText('No stops match.').waitFor();
  });

  test('that there is not is not there', async () => {
    await window.goTo(`/routes/${crypto.randomUUID()}`);
    await sentence().getByText('There is no such route here').waitFor();
  });
});

const story = () => page().getByRole('region', { name: 'What happened' });

describe('a stop', () => {
  test('is opened from its route by the keys alone, and tells its whole story', async () => {
    await window.goTo(`/routes/${day.routes['14']}`);
    const list = page().getByRole('list', { name: 'Stops' });
    await list.getByRole('link', { name: 'Chamissoplatz 21' }).focus();
    await page().keyboard.press('ArrowDown');
    await page().keyboard.press('ArrowDown');
    await page().keyboard.press('Enter');
    await page().getByRole('heading', { name: 'Fidicinstraße 23' }).waitFor();
    expect(await page().evaluate(() => document.activeElement?.textContent)).toBe(
      'Fidicinstraße 23',
    );
    expect(page().url()).toContain('/stops/');
    expect(await page().title()).toBe('Fidicinstraße 23 · Kerbside');
    await story().getByText('Nobody home').waitFor();
    const told = (await story().getByRole('listitem').allTextContents()).join('\n');
    expect(told).toMatch(
      /Created[\s\S]*Route assigned to Handheld 3[\s\S]*Code created for Handheld 3[\s\S]*Message with the code: sent[\s\S]*Wrong code, tries left: 4[\s\S]*Nobody homeNote: Bell is broken/,
    );
    await page().goBack();
    await page().getByRole('heading', { name: 'Fidicinstraße 23' }).waitFor({ state: 'detached' });
    await list.waitFor();
  });

  test('has an address of its own, and a proof once something was handed in', async () => {
    await window.goTo(`/stops/${day.stops[1]?.id}`);
    await story().getByText('neighbour: 31a, Okonkwo').waitFor();
    await page().getByRole('link', { name: 'See the proof' }).waitFor();
    await window.picture('console-stop');
    await window.goTo(`/stops/${crypto.randomUUID()}`);
    await sentence().getByText('There is no such stop here').waitFor();
  });

  test('of an operator who may only look has no story', async () => {
    const it = await openConsole(central, started.display, await makeKey(central, 'it', day.depot));
    await it.goTo(`/stops/${day.stops[1]?.id}`);
    await it.page.getByText('You can see this stop, but not what happened to it.').waitFor();
    await it.close();
  });
});

describe('acts', () => testActs(world));
describe('the search', () => testSearch(world));

describe.each(SIZES)('at $width×$height', (size) => {
  test.each([
    ['en', 'light'],
    ['ar', 'dark'],
  ] as const)(
    'axe finds nothing in %s and %s, and all is in its place',
    async (language, theme) => {
      await window.resize(size);
      for (const [name, address] of [
        ['routes', '/routes'],
        ['route', `/routes/${day.routes['14']}`],
        ['stop', `/stops/${day.stops[2]?.id}`],
      ]) {
        await window.prefer(language, theme);
        await window.goTo(address ?? '');
        await page().locator('.virtual-list li, .story li').first().waitFor();
        await window.picture(`${name}-${size.width}-${language}-${theme}`);
        expect(await window.faults()).toEqual([]);
      }
    },
  );
});
