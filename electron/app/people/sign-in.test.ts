import { expect, test } from 'vitest';
import { utf8 } from '../../../shared/protocol/codec/bytes.ts';
import { DEFAULT_POLICY } from '../../../shared/protocol/policy.ts';
import { Hindrance } from '../../../shared/terminal/problem.ts';
import { agreesWithLog } from '../log/agrees-with-log.ts';
import type { Store } from '../ports/store.ts';
import { driverNow, mustSignIn } from './driver-now.ts';
import { giveNewPin, idOf, peopleForTests, ROSTER } from './testing/people-for-tests.ts';

const { at, start, stocked, contents, tryPin, tryBadge } = peopleForTests();

test('where the roster has no driver nobody has to sign in', () => {
  const { store } = start();
  expect(mustSignIn(store)).toBe(false);
  const [, , it] = ROSTER;
  if (it === undefined) throw new Error('no IT');
  store.write((writer) => writer.applyItem({ type: 'staff', ...it }));
  expect(mustSignIn(store)).toBe(false);
  store.close();
});

test('a badge signs its driver in, for good and over a restart, until they sign out', async () => {
  const first = stocked();
  expect(mustSignIn(first.store)).toBe(true);
  expect(await tryBadge(first, 1)).toBeNull();
  first.store.close();

  const again = start();
  expect(driverNow(again.store, null)).toBe(idOf(1));
  expect(again.signIn.signOut()).toBe(true);
  await again.settled();
  expect(driverNow(again.store, null)).toBeNull();
  expect(contents(again.store)).toEqual([
    { kind: 'signed-in', staff: idOf(1), by: 'badge' },
    { kind: 'signed-out', staff: idOf(1), why: 'driver' },
  ]);
  again.store.close();
});

test('number and PIN sign in, and nothing of the PIN is in the log', async () => {
  const started = stocked();
  const pin = utf8('482913');
  expect(started.signIn.byPin(1, pin)).toBe(true);
  expect(started.signIn.byPin(1, utf8('482913'))).toBe(false);
  await started.settled();
  expect(driverNow(started.store, null)).toBe(idOf(1));
  expect(pin).toEqual(new Uint8Array(6));
  expect(JSON.stringify(contents(started.store))).not.toContain('482913');
  expect(started.store.staff.pinTries().size).toBe(0);
  started.store.close();
});

test('unknown and removed badges, and those of IT, open nothing, and are in the log', async () => {
  const started = stocked();
  started.store.write((writer) => writer.applyItem({ type: 'staff-removed', id: idOf(2) }));
  expect(await tryBadge(started, 9)).toEqual({ reason: 'unknown-badge' });
  expect(await tryBadge(started, 2)).toEqual({ reason: 'removed' });
  expect(await tryBadge(started, 3)).toEqual({ reason: 'not-a-driver' });
  expect(await tryPin(started, 3, '111111')).toEqual({ reason: 'not-a-driver' });
  expect(await tryPin(started, 2, '482913')).toEqual({ reason: 'wrong-pin', attemptsLeft: null });
  expect(mustSignIn(started.store)).toBe(true);
  expect(contents(started.store)).toMatchObject([
    { kind: 'sign-in-refused', staff: null, reason: 'unknown', by: 'badge' },
    { staff: idOf(2), reason: 'removed' },
    { staff: idOf(3), reason: 'not-a-driver' },
    { staff: idOf(3), reason: 'not-a-driver', by: 'pin' },
    { staff: null, reason: 'unknown' },
  ]);
  started.store.close();
});

test('a docking signs out who was removed, or where the depot has it so', async () => {
  const started = stocked();
  const { store, signIn } = started;
  await tryBadge(started, 1);
  await signIn.afterPull(false);
  expect(driverNow(store, null)).toBe(idOf(1));
  store.write((writer) =>
    writer.applyItem({ type: 'policy', policy: { ...DEFAULT_POLICY, signOutAtDock: true } }),
  );
  // On the road nobody wants to sign in again.
  await signIn.afterPull(true);
  expect(driverNow(store, null)).toBe(idOf(1));
  await signIn.afterPull(false);
  await tryBadge(started, 2);
  store.write((writer) => writer.applyItem({ type: 'staff-removed', id: idOf(2) }));
  expect(mustSignIn(store)).toBe(true);
  await signIn.afterPull(false);
  const why = contents(store).flatMap((one) => (one.kind === 'signed-out' ? [one.why] : []));
  expect(why).toEqual(['dock', 'removed']);
  store.close();
});

test('a full disk is a sentence: nobody is signed in, nothing is lost, and later it works', async () => {
  let full = true;
  const started = stocked((store) => ({
    ...store,
    write: (work) => (full ? { ok: false, error: 'store-full' } : store.write(work)),
    staff: {
      ...store.staff,
      countPinTry: (staff, at) => {
        if (full) throw new Hindrance('store-full', new Error('no room'));
        return store.staff.countPinTry(staff, at);
      },
    },
  }));
  full = false;
  started.store.write((writer) => {
    for (const one of ROSTER) writer.applyItem({ type: 'staff', ...one });
  });
  full = true;
  const notRecorded = { reason: 'not-recorded', problem: 'store-full' };
  expect(await tryBadge(started, 1)).toEqual(notRecorded);
  expect(await tryPin(started, 1, '482913')).toEqual(notRecorded);
  expect([driverNow(started.store, null), at.failures]).toEqual([null, []]);
  full = false;
  expect(await tryPin(started, 1, '482913')).toBeNull();
  expect(driverNow(started.store, null)).toBe(idOf(1));
  started.store.close();
});

test.each([
  ['who is signed in', (s: Store) => s.write((writer) => writer.signOut())],
  ['somebody else', (s: Store) => s.write((writer) => writer.signIn(idOf(1)))],
  ['the wrong PINs', (s: Store) => giveNewPin(s)],
])('a store in which %s was put back does not agree with its log', async (_, putBack) => {
  const started = stocked();
  const { store } = started;
  await tryBadge(started, 2);
  await tryPin(started, 1, '000000');
  expect(await agreesWithLog(store)).toBe(true);
  putBack(store);
  expect(await agreesWithLog(store)).toBe(false);
  store.close();
});
