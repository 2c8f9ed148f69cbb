import { expect, test } from 'vitest';
import { en } from '../renderer/i18n/en.ts';
import type { View } from '../shared/terminal/view/view.ts';
import { BY_HAND } from './screens/by-hand.ts';
import { lookAt, pictureOf, SIZES } from './screens/look.ts';
import { delivery } from './screens/sample-stops.ts';
import { SCREENS, viewOf } from './screens/sample-views.ts';
import { windowForTests } from './screens/window-for-tests.ts';

const { open, press, window } = windowForTests();

test('shows on the route how a stop ended without a code', async () => {
  await open(SCREENS.route);
  const row = window.page.locator('.stop-row', { hasText: 'Fidicinstraße 40' });
  expect(await row.getAttribute('data-state')).toBe('exception');
  expect(await row.textContent()).toContain('Nobody home');
});

test('shows no view that is older than the one on the screen', async () => {
  const older: View = viewOf(SCREENS.route);
  await window.show(SCREENS.accepted);
  await window.showView(older);
  expect(await window.page.locator('.verdict').count()).toBe(1);
});

test('opens the next stop, any other stop, and the dock from the route', async () => {
  await open(SCREENS.route);
  await window.takeAsked();
  await press('Start stop 10');
  await press(/Bergmannstraße 31b/);
  await press('Dock');
  expect(await window.takeAsked()).toEqual([
    { channel: 'stop/open', input: { delivery: delivery(10) } },
    { channel: 'stop/open', input: { delivery: delivery(11) } },
    { channel: 'dock/start', input: {} },
  ]);
});

test('has the next stop in sight, however many are done', async () => {
  const { page } = window;
  await window.resize({ width: 800, height: 480 });
  await open(SCREENS.route);
  const row = await page.locator('[aria-current="step"]').boundingBox();
  const list = await page.locator('.route-stops').boundingBox();
  expect(row && list && row.y >= list.y && row.y + row.height <= list.y + list.height).toBe(true);
});

test('leaves the dock when it is ready', async () => {
  await open(SCREENS['dock-handing-in']);
  expect(await window.page.locator('.big-button').count()).toBe(0);
  await window.show(SCREENS['dock-done']);
  await window.takeAsked();
  await press('Go to the route');
  expect(await window.takeAsked()).toEqual([{ channel: 'dock/leave', input: {} }]);
});

test('finds stops by what a glove types, at every size, and ends the search', async () => {
  const faults: string[] = [];
  for (const size of SIZES) {
    await window.resize(size);
    await open(SCREENS['route-search']);
    await press(/^Search$/);
    faults.push(...(await lookAt(window, 'search', { picture: pictureOf('search', size, 'en') })));
    await window.takeAsked();
    await press('9');
    await press('Back to the route');
    expect(await window.takeAsked()).toEqual([
      { channel: 'route/look', input: { filter: 'all', search: 'BERG 279', from: 0 } },
      { channel: 'route/look', input: { filter: 'all', search: '', from: null } },
    ]);
  }
  expect(faults).toEqual([]);
});

test('shows only the stops that are asked for, and more of a long route', async () => {
  await open(SCREENS['route-middle']);
  await window.takeAsked();
  await press('Done');
  await press(/later stops/);
  expect(await window.takeAsked()).toEqual([
    { channel: 'route/look', input: { filter: 'done', search: '', from: null } },
    { channel: 'route/look', input: { filter: 'all', search: '', from: 4_030 } },
  ]);
});

test('takes back only what is chosen first, and only what may be', async () => {
  await open(SCREENS.history);
  expect(await window.page.locator('.history-row button').count()).toBe(1);
  await window.takeAsked();
  await press(new RegExp(en.history.mayUndo));
  await press('Undo stop 128');
  expect(await window.takeAsked()).toEqual([
    { channel: 'exception/undo', input: { sequence: 49 } },
  ]);
});

test('sends number and PIN by digits, and gives the PIN up when it is refused', async () => {
  await open(SCREENS['sign-in']);
  await window.takeAsked();
  await window.page.keyboard.type('712', BY_HAND);
  await press('Next');
  await window.page.keyboard.type('48291', BY_HAND);
  await press('Sign in');
  await window.page.getByText(en.signIn.short).waitFor();
  expect(await window.takeAsked()).toEqual([]);
  await window.page.keyboard.type('3', BY_HAND);
  await press('Sign in');
  const asked = await window.takeAsked();
  expect(asked.map(({ channel }) => channel)).toEqual([
    ...Array(6).fill('sign-in/type'),
    'sign-in/submit',
  ]);
  expect(asked.at(-1)?.input).toEqual({ number: 712, length: 6 });
  await window.page.keyboard.type('4829', BY_HAND);
  await window.show({ ...SCREENS['sign-in-wrong-pin'], refusals: 7 });
  await window.page.getByText('0 digits entered').waitFor({ state: 'attached' });
});
