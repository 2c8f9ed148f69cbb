import { expect, test } from 'vitest';
import type { Instant } from '../../../shared/protocol/ids.ts';
import { driverNow } from './driver-now.ts';
import {
  giveNewPin,
  idOf,
  peopleForTests,
  ROSTER,
  START,
  type Started,
} from './testing/people-for-tests.ts';

const { at, stocked, tryPin, tryBadge } = peopleForTests();

test('wrong PINs are counted before they are looked at, make wait, and lock', async () => {
  const started = stocked();
  const { store } = started;
  expect(await tryPin(started, 1, '000000')).toEqual({ reason: 'wrong-pin', attemptsLeft: 4 });
  expect(await tryPin(started, 1, '000001')).toEqual({ reason: 'wrong-pin', attemptsLeft: 3 });
  const until = START + 30_000;
  expect(await tryPin(started, 1, '482913')).toEqual({ reason: 'pin-locked', until });
  for (const left of [2, 1, 0]) {
    at.now = (at.now + 30_000) as Instant;
    expect(await tryPin(started, 1, '999999')).toEqual({ reason: 'wrong-pin', attemptsLeft: left });
  }
  at.now = (at.now + 30_000) as Instant;
  expect(await tryPin(started, 1, '482913')).toEqual({ reason: 'pin-locked', until: null });
  expect(store.staff.pinTries().get(idOf(1))?.count).toBe(5);

  expect(await tryBadge(started, 1)).toBeNull();
  expect(driverNow(store, null)).toBe(idOf(1));
  expect(store.staff.pinTries().size).toBe(0);
  store.close();
});

/** Wrong PINs until there is a lock, as fast as they may be tried. */
const lockPin = async (started: Started): Promise<void> => {
  for (let n = 0; n < 5; n++) {
    at.now = (at.now + 30_000) as Instant;
    expect(await tryPin(started, 1, '000000')).toMatchObject({ reason: 'wrong-pin' });
  }
  at.now = (at.now + 30_000) as Instant;
  expect(await tryPin(started, 1, '482913')).toEqual({ reason: 'pin-locked', until: null });
};

test('a docking lifts the lock for one more try, and not the wait before it', async () => {
  const started = stocked();
  const { store } = started;
  await lockPin(started);
  const lastAt = at.now - 30_000;
  at.now = (lastAt + 29_000) as Instant;
  store.write((writer) => writer.liftPinLocks());
  const until = lastAt + 30_000;
  expect(await tryPin(started, 1, '482913')).toEqual({ reason: 'pin-locked', until });
  at.now = until as Instant;
  expect(await tryPin(started, 1, '000000')).toEqual({ reason: 'wrong-pin', attemptsLeft: 0 });
  at.now = (until + 30_000) as Instant;
  expect(await tryPin(started, 1, '482913')).toEqual({ reason: 'pin-locked', until: null });
  store.write((writer) => writer.liftPinLocks());
  expect(await tryPin(started, 1, '482913')).toBeNull();
  expect(store.staff.pinTries().size).toBe(0);
  store.close();
});

test('a new PIN from the depot ends the lock, the same one again does not', async () => {
  const started = stocked();
  const { store } = started;
  await lockPin(started);
  const [one] = ROSTER;
  if (one === undefined) throw new Error('nobody is on the roster');
  store.write((writer) => writer.applyItem({ type: 'staff', ...one }));
  expect(await tryPin(started, 1, '482913')).toEqual({ reason: 'pin-locked', until: null });
  giveNewPin(store);
  expect(store.staff.pinTries().size).toBe(0);
  store.close();
});
