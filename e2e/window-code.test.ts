import { expect, test } from 'vitest';
import { en } from '../renderer/i18n/en.ts';
import { instant } from '../shared/protocol/ids.ts';
import type { ScreenView } from '../shared/terminal/view/view.ts';
import { BY_HAND } from './screens/by-hand.ts';
import { SCREENS, viewOf } from './screens/sample-views.ts';
import { submitted, typed, windowForTests } from './screens/window-for-tests.ts';

const { armed, open, openDoor, press, shown, takeSubmitted, tap, window } = windowForTests();
const door = SCREENS.door;

test('submits at the tenth character of the keypad, once, with its bytes', async () => {
  await openDoor();
  for (const key of 'K7QD92MX4') await tap(key);
  expect(await window.takeAsked()).toEqual([]);
  await tap('T');
  await tap('T');
  await tap('0');
  expect(await takeSubmitted()).toEqual(submitted('K7QD92MX4T'));
});

test('takes a keyboard as it takes the keypad, look-alikes included', async () => {
  await openDoor();
  await window.page.keyboard.type('oil-u', BY_HAND);
  expect(await shown()).toBe('011·······');
  await window.page.keyboard.press('Backspace');
  await window.page.keyboard.type('qd92mx47', BY_HAND);
  await window.page.keyboard.press('Enter');
  expect(await takeSubmitted()).toEqual(submitted('01QD92MX47'));
});

test('keeps a mistyped code to be corrected, group by group', async () => {
  await openDoor();
  await window.page.keyboard.type('K7QD92MX47', BY_HAND);
  await takeSubmitted();
  await window.show({ ...door, entry: 'verifying' });
  await window.page.keyboard.type('Z', BY_HAND);
  await window.page.keyboard.press('Backspace');
  await window.show({ ...door, entry: 'mistyped' });
  expect(await shown()).toBe('K7QD92MX47');
  expect(await window.page.locator('.code-says').textContent()).toBe(en.door.mistyped);
  await window.page.locator('.code-group').nth(1).click();
  expect(await shown()).toBe('K7QD9·····');
  expect(await window.takeAsked()).toEqual([]);
  for (const key of '2MX4T') await tap(key);
  expect(await takeSubmitted()).toEqual(submitted('K7QD92MX4T'));
});

test('says so when a code did not get through, and lets it be sent again', async () => {
  await openDoor();
  await window.answerWith({ ok: false, error: 'not-now' });
  await window.page.keyboard.type('K7QD92MX4T', BY_HAND);
  await window.page.waitForSelector('[data-mood="notTaken"]');
  await window.answerWith({ ok: true });
  await window.page.keyboard.press('Backspace');
  await window.page.keyboard.type('T', BY_HAND);
  const first = typed('K7QD92MX4T').slice(0, 1);
  expect(await takeSubmitted()).toEqual([...first, ...submitted('K7QD92MX4T')]);
});

test.each<[string, ScreenView]>([
  ['the route', SCREENS.route],
  ['a verdict', SCREENS['refused-wrong-code']],
  ['another door', SCREENS['door-long']],
])('forgets the typed characters when the door is left for %s', async (_name, other) => {
  await openDoor();
  await window.page.keyboard.type('K7QD92M', BY_HAND);
  await window.show(other);
  await window.show(door);
  expect(await shown()).toBe('··········');
  expect(await window.page.content()).not.toContain('K7QD92M');
});

test('forgets a mistyped code when the door is ready for another', async () => {
  await openDoor();
  await window.page.keyboard.type('K7QD92MX47', BY_HAND);
  await window.show({ ...door, entry: 'mistyped' });
  await window.show({ ...door, entry: 'ready' });
  expect(await shown()).toBe('··········');
});

test('keeps the typed characters while the view changes around them', async () => {
  await openDoor();
  await window.page.keyboard.type('K7QD92M', BY_HAND);
  const view = viewOf(door);
  await window.showView({ ...view, status: { ...view.status, scanner: 'searching' } });
  expect(await shown()).toBe('K7QD92M···');
});

test('closes the door by its button and by the escape key', async () => {
  await openDoor();
  await press('Back to the route');
  await window.page.keyboard.press('Escape');
  const close = { channel: 'stop/close', input: {} };
  expect(await window.takeAsked()).toEqual([close, close]);
});

test("says another stop's parcel over what is typed, which stays typed", async () => {
  await openDoor();
  await window.page.keyboard.type('K7QD92M', BY_HAND);
  const { elsewhere } = SCREENS['door-elsewhere'];
  if (elsewhere === null) throw new Error('the sample has no other stop');
  await window.show({ ...door, elsewhere });
  const alert = window.page.getByRole('alert');
  expect(await alert.textContent()).toContain(`stop ${elsewhere.position}`);
  await window.page.keyboard.type('X4T', BY_HAND);
  await armed();
  await press(en.otherParcel.stay);
  await press(`Start stop ${elsewhere.position}`);
  await window.page.keyboard.press('Escape');
  const stay = { channel: 'stop/open', input: { delivery: door.stop.delivery } };
  expect(await window.takeAsked()).toEqual([
    stay,
    { channel: 'stop/open', input: { delivery: elsewhere.delivery } },
    stay,
  ]);
  await window.show(door);
  expect(await shown()).toBe('K7QD92M···');
});

test('says how long it must be waited before a code is typed, and takes none (D6)', async () => {
  await open({ ...SCREENS.door, locked: { until: instant.parse(Date.now() + 25_000) } });
  const says = window.page.locator('.code-says');
  expect(await says.textContent()).toMatch(/^Wait 2[345] s, then type the code\.$/);
  await window.page.keyboard.type('K7QD9');
  expect(await shown()).toBe('··········');
  expect(await window.page.locator('.key').first().isDisabled()).toBe(true);
  await window.show({ ...SCREENS.door, locked: { until: instant.parse(Date.now() - 1) } });
  await window.page.locator('.code-field[data-mood="ready"]').waitFor();
  await window.page.keyboard.type('K7QD9');
  await expect.poll(shown).toBe('K7QD9·····');
});

test('says in a line that passes that a barcode is for nobody here (D11)', async () => {
  await open(SCREENS.door);
  await window.showView({ ...viewOf(SCREENS.door), notice: { id: 1, says: 'foreign' } });
  expect(await window.page.locator('.notice-line').textContent()).toBe(en.notice.foreign);
  expect(await window.page.locator('main.door').count()).toBe(1);
  await window.show(SCREENS.door);
  expect(await window.page.locator('.notice-line').count()).toBe(0);
});
