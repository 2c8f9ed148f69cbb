import { expect, test } from 'vitest';
import { en } from '../renderer/i18n/en.ts';
import type { ScreenView } from '../shared/ipc/view.ts';
import type { Recipient } from '../shared/outcome.ts';
import { BY_HAND } from './screens/by-hand.ts';
import { NEIGHBOUR, SCREENS } from './screens/sample-views.ts';
import { prepared, windowForTests } from './screens/window-for-tests.ts';

const { armed, done, handOver, note, open, openDoor, press, shown, window } = windowForTests();
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
  await window.page.locator('main.door').waitFor();
  expect(await window.takeAsked()).toEqual([prepared({ recipient: NEIGHBOUR })]);
  expect(await shown()).toBe('K7QD9·····');
  await window.show(SCREENS['door-said']);
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
  await window.page.locator('main.door').waitFor();
  await handOver();
  await press(en.handOver.takeBack);
  await window.page.locator('main.door').waitFor();
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
  await window.page.locator('main.door').waitFor();
  const both = prepared({ recipient: NEIGHBOUR });
  expect(await window.takeAsked()).toEqual([both, both]);
});

test('gives the screen to a verdict, and has what was written again behind it', async () => {
  await openDoor();
  await handOver('safe-place', 'Garage');
  await note().fill('Key under the mat');
  await window.show({ ...door, entry: 'verifying' });
  expect(await window.page.locator('main.door').count()).toBe(1);
  await window.show(SCREENS['refused-wrong-code']);
  await window.show(door);
  await window.page.locator('.door-hand-to').click();
  expect(await note().inputValue()).toBe('Key under the mat');
  expect(await window.page.getByRole('heading').textContent()).toBe('Garage');
  await window.show(SCREENS['door-override']);
  expect(await window.page.locator('main.door').count()).toBe(1);
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
