import { expect, test } from 'vitest';
import type { View } from '../shared/ipc/view.ts';
import { delivery, SCREENS, viewOf } from './screens/sample-views.ts';
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
  await press('Open stop 10');
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
