import { expect, test } from 'vitest';
import { en } from '../renderer/i18n/en.ts';
import type { ScreenView } from '../shared/terminal/view/view.ts';
import { BY_HAND } from './screens/by-hand.ts';
import { endWithout } from './screens/reach.ts';
import { delivery } from './screens/sample-stops.ts';
import { SCREENS } from './screens/sample-views.ts';
import { submitted, windowForTests } from './screens/window-for-tests.ts';

const { open, openDoor, press, shown, takeSubmitted, window } = windowForTests();
const door = SCREENS.door;

test("asks for the dispatcher's code from a refusal, and from the outcomes", async () => {
  await open(SCREENS['refused-locked']);
  await window.page.locator('.verdict-override').click();
  const asked = { channel: 'override/ask', input: { delivery: delivery(10) } };
  expect(await window.takeAsked()).toEqual([asked]);
  await openDoor();
  await endWithout(window);
  await press(en.override.ask);
  expect(await window.takeAsked()).toEqual([asked]);
  await window.show(SCREENS['door-override']);
  expect(await window.page.locator('main.door').getAttribute('data-asks')).toBe('override');
  expect(await window.page.locator('main.exception').count()).toBe(0);
});

test.each<[string, ScreenView]>([
  ['that it cannot help', SCREENS['refused-revoked']],
  ['without a stop', SCREENS['refused-unreadable']],
  ['of nothing', SCREENS.accepted],
])("offers no dispatcher's code for a verdict %s", async (_name, screen) => {
  await open(screen);
  expect(await window.page.locator('.verdict-override').count()).toBe(0);
});

test('reads out the reference in groups of three, and takes the code for it', async () => {
  await open(SCREENS['door-override']);
  expect(await window.page.locator('.door-short-id').textContent()).toBe('K7Q 010');
  expect(await window.page.locator('.door-no-code').count()).toBe(0);
  await window.page.keyboard.type('K7QD92MX4T', BY_HAND);
  expect(await takeSubmitted()).toEqual(submitted('K7QD92MX4T'));
});

test("leads back to the customer's code by its button and by the escape key", async () => {
  await open(SCREENS['door-override']);
  await press(en.override.back);
  await window.page.keyboard.press('Escape');
  const leave = { channel: 'override/leave', input: {} };
  expect(await window.takeAsked()).toEqual([leave, leave]);
});

test("takes nothing of the customer's code over to the dispatcher's, or back", async () => {
  await openDoor();
  await window.page.keyboard.type('K7QD92M', BY_HAND);
  await window.show(SCREENS['door-override']);
  expect(await shown()).toBe('··········');
  await window.page.keyboard.type('ABC', BY_HAND);
  await window.show(door);
  expect(await shown()).toBe('··········');
});
