import { expect, test } from 'vitest';
import { en } from '../renderer/i18n/en.ts';
import type { Recipient } from '../shared/protocol/outcome.ts';
import type { ScreenView } from '../shared/terminal/view/view.ts';
import { BY_HAND } from './screens/by-hand.ts';
import { NEIGHBOUR } from './screens/sample-stops.ts';
import { SCREENS } from './screens/sample-views.ts';
import { prepared, windowForTests } from './screens/window-for-tests.ts';

const { armed, done, handOver, note, open, openDoor, press, shown, taken, window } =
  windowForTests();
const door = SCREENS.door;

test('says once that a neighbour takes the parcels, and is back at the door', async () => {
  await openDoor();
  await window.page.keyboard.type('K7QD9', BY_HAND);
  await handOver('neighbour', '  Müller, 12 ');
  await armed();
  await window.page.locator('.big-button').evaluate((each: HTMLElement) => {
    each.click();
    each.click();
  });
  expect(await window.takeAsked()).toEqual([prepared({ recipient: NEIGHBOUR })]);
  await taken();
  await window.page.locator('main.door').waitFor();
  expect(await shown()).toBe('K7QD9·····');
  await taken(SCREENS['door-said']);
  expect(await window.page.locator('.door-said').textContent()).toBe(
    'Neighbour: Müller, 12 · 1 parcel kept',
  );
});

test.each([
  ['neighbour', en.handOver.unfinished['no-who']],
  ['safe-place', en.handOver.unfinished['no-where']],
] as const)('does not go on with a %s without words, and says why', async (to, why) => {
  await openDoor();
  await handOver(to, '   ');
  expect(await window.page.getByRole('alert').textContent()).toBe(why);
  await window.page.getByRole('textbox').fill('Garage');
  expect(await window.page.getByRole('alert').count()).toBe(0);
  await press('Next');
  await done();
  const recipient: Recipient = to === 'neighbour' ? { to, who: 'Garage' } : { to, where: 'Garage' };
  expect(await window.takeAsked()).toEqual([prepared({ recipient })]);
});

test('keeps one of the parcels, with a note, and never all of them', async () => {
  await openDoor();
  await handOver('customer');
  await press(en.handOver.keptRow);
  const each = window.page.locator('.kept-parcel');
  await each.nth(0).click();
  await each.nth(1).click();
  await press('Keep 2 parcels');
  await done();
  expect(await window.page.getByRole('alert').textContent()).toBe(
    en.handOver.unfinished['keeps-all'],
  );
  expect(await window.takeAsked()).toEqual([]);
  await press(en.handOver.keptRow);
  await each.nth(1).click();
  expect(await each.nth(0).getAttribute('aria-pressed')).toBe('true');
  await press('Keep 1 parcel');
  await note().fill('One box is for tomorrow');
  await done();
  // The one that nobody has scanned comes first.
  const open = door.stop.parcels.filter(({ scanned }) => !scanned).map(({ label }) => label);
  expect(await window.takeAsked()).toEqual([
    prepared({ kept: open, note: 'One box is for tomorrow' }),
  ]);
});

test('has every parcel of a long delivery, page by page', async () => {
  const long = SCREENS['door-long'];
  await open(long);
  await handOver('customer');
  await press(en.handOver.keptRow);
  const each = window.page.locator('.kept-parcel');
  const seen = await each.allTextContents();
  await press('More parcels');
  seen.push(...(await each.allTextContents()));
  expect(await window.page.getByRole('button', { name: 'More parcels' }).isDisabled()).toBe(true);
  expect(new Set(seen).size).toBe(long.stop.parcels.length);
});

test('changes what was said, and takes it back', async () => {
  const said = SCREENS['door-said'];
  await open(said);
  await handOver();
  const chosen = window.page.locator('.hand-over-recipient[aria-current]');
  expect(await chosen.getAttribute('data-outcome')).toBe('neighbour');
  await chosen.click();
  expect(await note().inputValue()).toBe('Müller, 12');
  await note().fill('Schmidt, 14');
  await press('Next');
  await done();
  const { kept } = said.particulars;
  const recipient = { to: 'neighbour', who: 'Schmidt, 14' } as const;
  expect(await window.takeAsked()).toEqual([prepared({ recipient, kept })]);
  await taken(said);
  await handOver();
  await press(en.handOver.takeBack);
  expect(await window.takeAsked()).toEqual([prepared({})]);
});

test('says so when it did not go through, and sends it again', async () => {
  await openDoor();
  await handOver('neighbour');
  await window.answerWith({ ok: false, error: 'not-now' });
  await done();
  await window.page.locator('.notice').waitFor();
  await window.answerWith({ ok: true });
  await done();
  const both = prepared({ recipient: NEIGHBOUR });
  expect(await window.takeAsked()).toEqual([both, both]);
});

test('shows what the main process has of a draft, also after it was started anew (D3)', async () => {
  await open(SCREENS['door-draft']);
  expect(await window.page.getByRole('heading').textContent()).toBe('Müller, 12');
  await note().fill('Rang twice');
  await window.takeAsked();
  // Further changes are counted from what the main process has taken.
  expect(window.lastDraft()?.input).toMatchObject({
    delivery: door.stop.delivery,
    edit: 4,
    draft: { shown: 'hand-over', handOver: { who: 'Müller, 12', note: 'Rang twice' } },
  });
  await window.show({ ...SCREENS['door-draft'], entry: 'verifying' });
  expect(await window.page.locator('main.door').count()).toBe(1);
  await window.show(SCREENS['refused-wrong-code']);
  await window.show(SCREENS['door-draft']);
  expect(await window.page.getByRole('heading').textContent()).toBe('Müller, 12');
  await window.show(SCREENS['door-override']);
  expect(await window.page.locator('main.door').count()).toBe(1);
});

test('takes back what the main process did not take of a draft', async () => {
  await openDoor();
  await window.answerWith({ ok: false, error: 'not-now', of: 'draft/change' });
  await window.page.locator('.door-hand-to').click();
  await window.page.locator('main.door').waitFor();
  await window.answerWith({ ok: true });
});

test.each([
  ['finish', 'Finish it'],
  ['drop', 'Discard it'],
] as const)(
  'asks about what is not finished before a code is judged: %s (D2)',
  async (answer, by) => {
    await open(SCREENS['door-unfinished']);
    expect(await window.page.getByRole('heading').textContent()).toBe('Who takes it?');
    await press(by);
    const { delivery } = door.stop;
    expect(await window.takeAsked()).toEqual([
      { channel: 'question/answer', input: { delivery, answer } },
    ]);
  },
);

test.each([
  ['hand-over', 'Hand over all'],
  ['keep', 'Keep 1 parcel'],
] as const)('says what was not scanned, and goes on by one touch: %s (D7)', async (answer, by) => {
  await open(SCREENS['door-unscanned']);
  expect(await window.page.getByRole('heading').textContent()).toBe('1 parcel not scanned');
  await press(by);
  const { delivery } = door.stop;
  expect(await window.takeAsked()).toEqual([
    { channel: 'question/answer', input: { delivery, answer } },
  ]);
});

test('offers no hand-over of what was not scanned where the depot refuses it (D7)', async () => {
  await open(SCREENS['door-unscanned-refused-all']);
  expect(await window.page.getByRole('button').allTextContents()).toEqual(['Back']);
});

test.each<[string, ScreenView]>([
  ['the route', SCREENS.route],
  ['another door', SCREENS['door-long']],
  ['an acceptance', SCREENS.accepted],
])('forgets who takes it when the stop is left for %s', async (_name, other) => {
  await openDoor();
  await handOver('neighbour');
  await window.show(other);
  await window.show(door);
  expect(await window.page.locator('main.door').count()).toBe(1);
  await handOver();
  await window.page.locator('.hand-over-recipient[data-outcome="neighbour"]').click();
  expect(await note().inputValue()).toBe('');
});
