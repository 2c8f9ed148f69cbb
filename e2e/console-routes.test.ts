import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { TestCentral } from '../central/src/testing/test-central.ts';
import { makeKey } from './console/depot-day.ts';
import {
  type DispatchDay,
  HOSTILE_NAMES,
  LONG_ROUTE,
  playDispatchDay,
} from './console/dispatch-day.ts';
import { type OpenConsole, openConsole, SIZES } from './console/open-console.ts';
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

const page = () => window.page;
const sentence = () => page().getByRole('heading', { level: 1 });
const row = (text: string) => page().getByRole('listitem').filter({ hasText: text });
const faultsOf = async () => [...(await window.axeFaults()), ...(await window.layoutFaults())];

describe('the routes of a day', () => {
  test('are said in a sentence, and what needs somebody is first', async () => {
    await window.goTo('/routes');
    await sentence().getByText('4 routes: 3 of 616 stops closed. 2 need you, 1 behind.').waitFor();
    expect(await page().title()).toBe('Routes · Kerbside');
    await window.picture('console-routes');
    const names = await page().getByRole('heading', { level: 2 }).allTextContents();
    expect(names).toEqual(['Route 14', 'Route 16', 'Route 15', 'Route 17']);
    await row('Route 16').getByText('No terminal yet').first().waitFor();
    await row('Route 14').getByText('1 customer did not get a code').waitFor();
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
    await page().locator('.needing').getByText('Message did not arrive').waitFor();
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
      /Created[\s\S]*Route given to Handheld 3[\s\S]*Code made for Handheld 3[\s\S]*Message with the code: sent[\s\S]*Wrong code, tries left: 4[\s\S]*Nobody homeNote: Bell is broken/,
    );
    await page().goBack();
    await page().getByRole('heading', { name: 'Fidicinstraße 23' }).waitFor({ state: 'detached' });
    await list.waitFor();
  });

  test('has an address of its own, and a proof once something was handed in', async () => {
    await window.goTo(`/stops/${day.stops[1]?.id}`);
    await story().getByText('neighbour: 31a, Okonkwo').waitFor();
    await page().getByRole('link', { name: 'Proof as a file' }).waitFor();
    await window.picture('console-stop');
    await window.goTo(`/stops/${crypto.randomUUID()}`);
    await sentence().getByText('There is no such stop here').waitFor();
  });

  test('of an operator who may only look has no story', async () => {
    const it = await openConsole(central, started.display, await makeKey(central, 'it', day.depot));
    await it.goTo(`/stops/${day.stops[1]?.id}`);
    await it.page.getByText('You may see the stop, but not what happened.').waitFor();
    await it.close();
  });
});

/** Touches one thing after the other; how many they were. */
const touch = async (...targets: readonly ReturnType<typeof row>[]): Promise<number> => {
  for (const target of targets) await target.click();
  return targets.length;
};
const button = (name: string | RegExp) => page().getByRole('button', { name, exact: true });
const radio = (name: string) => page().getByRole('radio', { name });
const dialog = () => page().getByRole('dialog');
const deliveryOf = async (stop: number) =>
  (await central.staff('GET', `/v1/deliveries/${day.stops[stop]?.id}`)).body;
const actsOf = async (stop: number): Promise<readonly string[]> => {
  const { body } = await central.staff('GET', `/v1/deliveries/${day.stops[stop]?.id}/story`);
  return body.events.flatMap(({ what, act }: { what: string; act: string }) =>
    what === 'act' ? [act] : [],
  );
};

describe('an act on a stop', () => {
  test('moves it to another route with four touches, and says first what that does', async () => {
    await window.goTo(`/routes/${day.routes['14']}`);
    const list = page().getByRole('list', { name: 'Stops' });
    await list.waitFor();
    const first = await touch(
      list.getByRole('link', { name: 'Fidicinstraße 27' }),
      button('Move…'),
      radio('Route 15'),
    );
    await dialog().getByText('new ones follow when Handheld 4 has docked').waitFor();
    await window.picture('console-move');
    expect(await faultsOf()).toEqual([]);
    expect(first + (await touch(button('Move to route 15')))).toBeLessThanOrEqual(4);
    await page().getByText('a new code as soon as the terminal has docked').waitFor();
    await sentence().getByText('Route 15: 0 of 4 stops closed').waitFor();
    expect((await deliveryOf(6)).route.name).toBe('15');
  });

  test('shows the override code once, with a reason, and it opens the stop', async () => {
    await window.goTo(`/stops/${day.stops[5]?.id}`);
    const touches = await touch(
      button('Show override code…'),
      radio('The customer has no telephone at hand'),
      button('Show the code'),
    );
    expect(touches).toBeLessThanOrEqual(3);
    const code = await page().locator('.large-code').textContent();
    expect(code).toMatch(/^[0-9A-Z]{5}-[0-9A-Z]{5}$/);
    await window.picture('console-override');
    await page().keyboard.press('Escape');
    await touch(button('Done'));
    await story().getByText('The customer has no telephone at hand').waitFor();
    const taken = await day.terminal.handOver(day.stops[5] as never, code ?? '', {
      opens: 'override',
    });
    expect(taken).not.toBeNull();
    await touch(button('Show override code…'), radio('Locked'), button('Show the code'));
    await dialog().getByRole('alert').getByText('is not shown again').waitFor();
    await page().goBack();
    await dialog().waitFor({ state: 'detached' });
  });

  test('says what somebody else made of the stop meanwhile, and does nothing until it was seen', async () => {
    await window.goTo(`/stops/${day.stops[7]?.id}`);
    await touch(button('Change…'));
    await dialog().getByLabel('Name', { exact: true }).fill('M. al-Haddad');
    const { id, version } = await deliveryOf(7);
    const headers = { 'if-match': `"${version}"`, 'idempotency-key': `"${crypto.randomUUID()}"` };
    await central.staff('PATCH', `/v1/deliveries/${id}`, { address: ['Weg 3'] }, headers);
    await dialog().getByText('Somebody changed this stop meanwhile').waitFor();
    await dialog().getByText('Weg 3').first().waitFor();
    await window.picture('console-changed');
    expect(await faultsOf()).toEqual([]);
    await touch(button('I’ve seen it, go on'));
    await touch(button('Save'));
    await page().getByRole('status').getByText('still right').waitFor();
    expect(await deliveryOf(7)).toMatchObject({ customer: 'M. al-Haddad', address: ['Weg 3'] });
  });

  test('is done once, however often it is pressed, and not at all on the way back', async () => {
    await touch(button('Cancel delivery…'));
    await dialog().getByText('A cancelled delivery does not come back.').waitFor();
    await page().goBack();
    await dialog().waitFor({ state: 'detached' });
    await touch(button('New code…'));
    await button('Make a new code').dblclick();
    await dialog().waitFor({ state: 'detached' });
    await page().getByText('a new code as soon as the terminal has docked').waitFor();
    expect((await deliveryOf(7)).status).toBe('open');
    expect((await actsOf(7)).filter((act) => act === 'code-renewed')).toHaveLength(1);
  });

  test('makes a pass whose QR code a telephone reads', async () => {
    await window.goTo(`/stops/${day.stops[8]?.id}`);
    await touch(button('Make a pass…'), button('Make the pass'));
    await page().getByRole('img', { name: 'Pass for T. Nguyen' }).waitFor();
    const text = Buffer.from(await window.readScreen()).toString();
    expect(day.terminal.takePass(text, { route: '14' }).entry.content).toMatchObject({
      delivery: day.stops[8]?.id,
    });
    await touch(button('Done'));
    await touch(button('Instructions…'));
    await dialog().getByLabel('Note').fill('Ring twice');
    await touch(dialog().getByLabel('A signature is needed'), button('Save'));
    await dialog().waitFor({ state: 'detached' });
    expect(await actsOf(8)).toContain('instructions-changed');
  });
});

describe('an act on a route', () => {
  test('gives it to a terminal, and several of its stops to another route', async () => {
    await window.goTo(`/routes/${day.routes['16']}`);
    await touch(button('Give to a terminal…'));
    await dialog().getByLabel('Terminal').selectOption('Handheld 5');
    await dialog().getByLabel('Driver').selectOption('Kim');
    await touch(button('Give it'));
    await page().getByText('Kim · Handheld 5').waitFor();
    await touch(
      page().getByRole('checkbox', { name: 'Choose stop 1' }),
      page().getByRole('checkbox', { name: 'Choose stop 2' }),
    );
    await page().getByRole('status').getByText('2 stops chosen').waitFor();
    await window.picture('console-chosen');
    expect(await faultsOf()).toEqual([]);
    await touch(button('Move…'), radio('Route 15'), button('Move to route 15'));
    await sentence().getByText('Route 16: 0 of 2 stops closed').waitFor();
    await touch(button('Choose all to do'), button('Cancel delivery…'), button('Cancel it'));
    await sentence().getByText('Route 16: 0 of 0 stops closed').waitFor();
  });
});

describe.each(SIZES)('at $width×$height', (size) => {
  test.each([
    ['en', 'light'],
    ['ar', 'dark'],
  ] as const)(
    'axe finds nothing in %s and %s, and all is in its place',
    async (language, theme) => {
      await window.resize(size);
      const preferences = JSON.stringify({ language, theme });
      for (const [name, address] of [
        ['routes', '/routes'],
        ['route', `/routes/${day.routes['14']}`],
        ['stop', `/stops/${day.stops[2]?.id}`],
      ]) {
        await page().evaluate(
          (kept) => localStorage.setItem('kerbside-preferences', kept),
          preferences,
        );
        await window.goTo(address ?? '');
        await page().locator('.virtual-list li, .story li').first().waitFor();
        await window.picture(`${name}-${size.width}-${language}-${theme}`);
        expect(await faultsOf()).toEqual([]);
      }
    },
  );
});
