import { beforeAll, expect, test } from 'vitest';
import { LANGUAGES } from '../renderer/i18n/languages.ts';
import { language } from '../shared/terminal/settings/settings.ts';
import { lookAt, pictureOf, SIZES } from './screens/look.ts';
import { SCREENS, STATUSES, viewOf } from './screens/sample-views.ts';
import { windowForTests } from './screens/window-for-tests.ts';

const { open, window } = windowForTests();
const NEVER = Number.POSITIVE_INFINITY;
type Reading = { level?: number; charging?: boolean; chargingTime?: number; online?: boolean };

/** Takes the place of the battery, which no test machine has, and of the network. */
const layBattery = () => {
  const state = { level: 1, charging: true, chargingTime: 0, online: true };
  const battery = new EventTarget();
  for (const name of ['level', 'charging', 'chargingTime'] as const)
    Object.defineProperty(battery, name, { get: () => state[name] });
  Object.defineProperty(navigator, 'getBattery', { value: async () => battery });
  Object.defineProperty(navigator, 'onLine', { get: () => state.online });
  const change = (reading: Reading) => {
    Object.assign(state, reading);
    battery.dispatchEvent(new Event('levelchange'));
    globalThis.dispatchEvent(new Event(state.online ? 'online' : 'offline'));
  };
  Object.assign(globalThis, { change });
};
const change = async (reading: Reading) => {
  await window.page.evaluate((next) => {
    (globalThis as unknown as { change: (reading: object) => void }).change(next);
  }, reading);
};
const battery = () => window.page.locator('.status-battery');

beforeAll(async () => {
  await window.page.addInitScript(layBattery);
  await window.page.reload();
  await window.page.waitForFunction(() => 'change' in globalThis);
});

test('a terminal without a battery shows none', async () => {
  await open(SCREENS.route);
  expect(await battery().count()).toBe(0);
});

test('shows how full it is, that it is low, and that it is charged', async () => {
  await open(SCREENS.route);
  await change({ level: 0.82, charging: false, chargingTime: NEVER });
  expect(await battery().textContent()).toBe('Battery 82%82%');
  expect(await battery().getAttribute('data-low')).toBe('false');
  await change({ level: 0.19 });
  expect(await battery().getAttribute('data-low')).toBe('true');
  await change({ charging: true, online: false });
  expect(await battery().textContent()).toBe('Charging, 19%19%');
});

test('docks by itself once when it is plugged in at the route, where there is a network', async () => {
  const docked = { channel: 'dock/start', input: {} };
  await change({ level: 0.4, charging: false, chargingTime: NEVER, online: false });
  await open(SCREENS.door);
  await change({ charging: true });
  await change({ online: true });
  expect(await window.takeAsked()).toEqual([]);
  await window.show(SCREENS.route);
  expect(await window.takeAsked()).toEqual([docked]);
  await window.show(SCREENS['dock-done']);
  await window.show(SCREENS.route);
  await change({ level: 0.5 });
  expect(await window.takeAsked()).toEqual([]);
  await change({ charging: false });
  await change({ charging: true });
  expect(await window.takeAsked()).toEqual([docked]);
});

test('the line on top has room for it, whatever is the matter', async () => {
  await change({ level: 0.19, charging: false, chargingTime: NEVER });
  const faults: string[] = [];
  for (const size of SIZES.filter(({ width }) => width < 1280)) {
    await window.resize(size);
    for (const spoken of language.options) {
      for (const [name, status] of Object.entries(STATUSES)) {
        await window.showView({ ...viewOf(SCREENS['route-empty'], { language: spoken }), status });
        const picture = pictureOf(`battery-${name}`, size, spoken);
        const found = await lookAt(window, `${name} ${spoken} ${size.width}`, {
          rules: name,
          picture,
        });
        faults.push(...found);
        const line = window.page.locator('.status-line');
        const over = await line.evaluate((each) => each.scrollWidth - each.clientWidth);
        if (over > 0) faults.push(`${name} ${spoken} ${size.width}: ${over} px too wide`);
      }
    }
  }
  expect(faults).toEqual([]);
});

test('one that would not get through a day stays in its dock, and says why, in every language', async () => {
  const faults: string[] = [];
  const head = () => window.page.getByRole('heading', { level: 1 }).textContent();
  const says = () => window.page.locator('.dock-left').last().textContent();
  for (const size of SIZES) {
    await window.resize(size);
    for (const spoken of language.options) {
      const words = LANGUAGES[spoken].dock;
      await window.showView(viewOf(SCREENS['dock-findings'], { language: spoken }));
      for (const charging of [true, false]) {
        await change({ level: 0.34, charging, chargingTime: 3_600 });
        const what = `dock-${charging ? 'charging' : 'loose'}`;
        faults.push(...(await lookAt(window, what, { picture: pictureOf(what, size, spoken) })));
        expect(await head()).toBe(words.word.charging);
        const [begin, end] = words.charge[charging ? 'plugged' : 'loose'].split('{{percent}}');
        expect(await says()).toContain(begin);
        expect(await says()).toContain(end);
      }
      await change({ level: 0.5 });
      expect(await head()).toBe(words.word.ready);
    }
  }
  expect(faults).toEqual([]);
});
