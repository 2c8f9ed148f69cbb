import { expect, test } from 'vitest';
import { en } from '../renderer/i18n/en.ts';
import { exceptionOutcome } from '../shared/protocol/outcome.ts';
import type { Draft } from '../shared/terminal/door/draft-schema.ts';
import type { ScreenView } from '../shared/terminal/view/view.ts';
import { BY_HAND } from './screens/by-hand.ts';
import { endWithout } from './screens/reach.ts';
import { SCREENS, viewOf } from './screens/sample-views.ts';
import { record, submitted, windowForTests } from './screens/window-for-tests.ts';

const { armed, note, openDoor, press, shown, sign, takeSubmitted, window } = windowForTests();
const door = SCREENS.door;

test.each(exceptionOutcome.options)('records %s once, however often it is pressed', async (of) => {
  await openDoor();
  await endWithout(window, of);
  const { page } = window;
  const button = page.locator('.big-button');
  await armed();
  await button.evaluate((each: HTMLElement) => {
    each.click();
    each.click();
  });
  await button.click();
  expect(await window.takeAsked()).toEqual([record(of, '')]);
});

test('records nobody home at once from the reasons, once, and not unseen with a note', async () => {
  await openDoor();
  await endWithout(window);
  const { page } = window;
  const atOnce = page.getByRole('button', { name: 'Save ‘Nobody home’' });
  await armed();
  await atOnce.evaluate((each: HTMLElement) => {
    each.click();
    each.click();
  });
  expect(await window.takeAsked()).toEqual([record('nobody-home', '')]);
  await openDoor();
  await endWithout(window, 'damaged');
  await note().fill('Wet');
  await page.locator('.step-back').click();
  await page.locator('.exception-outcome').first().waitFor();
  expect(await atOnce.count()).toBe(0);
});

test('records the note as one line, without what was left around it', async () => {
  await openDoor();
  await endWithout(window, 'no-access');
  await note().fill('  Gate closed,\tbell is dead ');
  await window.page.keyboard.press('Enter');
  expect(await window.takeAsked()).toEqual([]);
  await press(en.exception.record);
  expect(await window.takeAsked()).toEqual([record('no-access', 'Gate closed, bell is dead')]);
});

test('says so when it was not recorded, keeps the note, and records it again', async () => {
  await openDoor();
  await endWithout(window, 'damaged');
  await note().fill('Wet');
  await window.answerWith({ ok: false, error: 'not-now' });
  await window.page.locator('.big-button').click();
  await window.page.locator('.notice').waitFor();
  expect(await note().inputValue()).toBe('Wet');
  await window.answerWith({ ok: true });
  await window.page.locator('.big-button').click();
  expect(await window.takeAsked()).toEqual([record('damaged', 'Wet'), record('damaged', 'Wet')]);
});

test('keeps the note and its place while the view changes around them', async () => {
  await openDoor();
  await endWithout(window, 'damaged');
  await note().pressSequentially('Wet');
  const view = viewOf({ ...door, stop: { ...door.stop, parcels: [] } });
  await window.showView({ ...view, status: { ...view.status, scanner: 'searching' } });
  await window.page.keyboard.type(' box', BY_HAND);
  expect(await note().inputValue()).toBe('Wet box');
  expect(await window.takeAsked()).toEqual([]);
});

test('gives the screen to a verdict, and has the note again behind it', async () => {
  await openDoor();
  await endWithout(window, 'damaged');
  await note().fill('Wet');
  await window.takeAsked();
  const { edit, draft } = (window.lastDraft()?.input ?? {}) as { edit: number; draft: Draft };
  const kept = { ...door, edits: edit, draft };
  await window.show({ ...kept, entry: 'verifying' });
  expect(await window.page.locator('main.door').count()).toBe(1);
  await window.show(SCREENS['refused-wrong-code']);
  expect(await window.page.locator('main.verdict').count()).toBe(1);
  await window.show(kept);
  expect(await note().inputValue()).toBe('Wet');
  expect(await window.page.getByRole('heading').textContent()).toBe('Damaged');
});

test.each<[string, ScreenView]>([
  ['the route', SCREENS.route],
  ['another door', SCREENS['door-long']],
  ['an acceptance', SCREENS.accepted],
])('forgets the note when the stop is left for %s', async (_name, other) => {
  await openDoor();
  await endWithout(window, 'damaged');
  await note().fill('Wet');
  await window.show(other);
  await window.show(door);
  expect(await window.page.locator('main.door').count()).toBe(1);
  await endWithout(window, 'damaged');
  expect(await note().inputValue()).toBe('');
});

test('leads back from the note over the outcomes to the door, where the code stands', async () => {
  await openDoor();
  await window.page.keyboard.type('K7QD9', BY_HAND);
  await endWithout(window, 'wrong-address');
  await note().fill('No such number');
  await window.page.keyboard.press('Escape');
  expect(await window.page.locator('.exception-outcome').count()).toBe(5);
  await press(en.step.backToDoor);
  expect(await shown()).toBe('K7QD9·····');
  expect(await window.takeAsked()).toEqual([]);
});

test('takes a code that a keyboard scanner types while the outcomes are shown', async () => {
  await openDoor();
  await endWithout(window);
  await window.page.keyboard.type('K7QD92MX4T', BY_HAND);
  await window.page.keyboard.press('Enter');
  expect(await takeSubmitted()).toEqual(submitted('K7QD92MX4T'));
});

test('does not take the second tap of a glove for an outcome', async () => {
  await openDoor();
  await window.stayDeaf(true);
  await window.page.locator('.door-no-code').click();
  await window.page
    .locator('.exception-outcome')
    .first()
    .evaluate((each: HTMLElement) => each.click());
  expect(await window.page.locator('.exception-outcome').count()).toBe(5);
  await window.stayDeaf(false);
});

test('records a signature with what happened', async () => {
  await openDoor();
  await endWithout(window, 'refused-by-customer');
  await press('Signature');
  await sign([[[500, 200]]]);
  await press('Done');
  await window.page.getByRole('button', { name: en.exception.record }).waitFor();
  await press(en.exception.record);
  const input = { ...record('refused-by-customer', '').input, strokes: [[[500, 200]]] };
  expect(await window.takeAsked()).toEqual([{ channel: 'exception/record', input }]);
});
