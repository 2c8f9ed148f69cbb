import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { type PrivateKeyring, startPrivateKeyring } from '../../../e2e/support/private-keyring.ts';
import { toBase64url, utf8 } from '../../../shared/protocol/codec/bytes.ts';
import { badgeHash } from '../../../shared/protocol/crew/badge.ts';
import { sealPin } from '../../../shared/protocol/crew/pin.ts';
import type { StaffMember } from '../../../shared/protocol/crew/roster.ts';
import { makeSigner } from '../../../shared/protocol/crypto/keys.ts';
import type {
  Instant,
  Random16,
  Sequence,
  StaffId,
  TerminalId,
} from '../../../shared/protocol/ids.ts';
import { DEFAULT_POLICY } from '../../../shared/protocol/policy.ts';
import { Hindrance, type ProblemCode } from '../../../shared/terminal/problem.ts';
import { nativeArgon2id } from '../../crypto/native-argon2id.ts';
import { openOsKeychain } from '../../keychain/os-keychain.ts';
import { makeAnchorKeeper } from '../../keychain/terminal-secrets.ts';
import { makeStore } from '../../store/make-store.ts';
import { openDatabase } from '../../store/open-database.ts';
import { agreesWithLog } from '../log/agrees-with-log.ts';
import { makeLogWriter } from '../log/write-log.ts';
import type { Store } from '../ports/store.ts';
import { driverNow, mustSignIn } from './driver-now.ts';
import { makeSignIn, type SignIn } from './sign-in.ts';

const START = 1_800_000_000_000;
const cost = { memoryKiB: 8_192, passes: 1, lanes: 1 };
const salt = toBase64url(new Uint8Array(16).fill(3)) as Random16;
const idOf = (n: number) => `00000000-0000-4000-8000-${String(n).padStart(12, '0')}` as StaffId;
const badgeOf = (n: number) => badgeHash(new Uint8Array(16).fill(n));

const member = async (
  n: number,
  role: StaffMember['role'],
  pin: string | null,
): Promise<StaffMember> => ({
  id: idOf(n),
  number: n,
  name: `Person ${n}`,
  role,
  badge: badgeOf(n),
  pin: pin === null ? null : await sealPin(idOf(n), salt, cost, utf8(pin), nativeArgon2id),
});
const ROSTER = [
  await member(1, 'driver', '482913'),
  await member(2, 'driver', null),
  await member(3, 'it', '111111'),
];

let keyring: PrivateKeyring;
beforeAll(async () => {
  keyring = await startPrivateKeyring();
  Object.assign(process.env, keyring.env);
});
afterAll(() => keyring.stop());

let path: string;
let profiles = 0;
let now: Instant;
let failures: ProblemCode[];
beforeEach(() => {
  path = join(mkdtempSync(join(tmpdir(), 'kerbside-sign-in-')), 'store.db');
  profiles += 1;
  now = START as Instant;
  failures = [];
});

type Started = { readonly store: Store; readonly signIn: SignIn; settled: () => Promise<void> };
const start = (wrap: (store: Store) => Store = (store) => store): Started => {
  const database = openDatabase(path, new Uint8Array(32).fill(1), undefined);
  if (!database.ok) throw new Error(database.error);
  const store = wrap(makeStore(database.value));
  const log = makeLogWriter({
    store,
    anchors: makeAnchorKeeper(openOsKeychain(), `sign-in-${profiles}`),
    signer: makeSigner(new Uint8Array(32).fill(21)),
    readTime: () => ({ at: now, trust: 'central' }),
    identity: () => ({
      terminal: idOf(99) as string as TerminalId,
      driver: driverNow(store, null),
    }),
  });
  let changed = () => {};
  const signIn = makeSignIn({
    store,
    log,
    argon2id: nativeArgon2id,
    readClock: () => ({
      now: { at: now, trust: 'central' },
      wallWrong: false,
      untrusted: false,
      leaseEnds: null,
    }),
    changed: () => changed(),
    failed: (problem) => {
      failures.push(problem);
      changed();
    },
  });
  const settled = () =>
    new Promise<void>((resolve) => {
      changed = () => {
        if (failures.length > 0 || !signIn.view().checking) resolve();
      };
      changed();
    });
  return { store, signIn, settled };
};
const stocked = (wrap?: (store: Store) => Store): Started => {
  const started = start(wrap);
  started.store.write((writer) => {
    writer.applyItem({ type: 'policy', policy: { ...DEFAULT_POLICY, waitsMs: [0, 30_000] } });
    for (const one of ROSTER) writer.applyItem({ type: 'staff', ...one });
  });
  return started;
};
const contents = (store: Store) =>
  store.entriesAfter(0 as Sequence, 100).map(({ entry }) => entry.content);
const tryPin = async ({ signIn, settled }: Started, number: number, pin: string) => {
  expect(signIn.byPin(number, utf8(pin))).toBe(true);
  await settled();
  return signIn.view().refused;
};
const tryBadge = async ({ signIn, settled }: Started, n: number) => {
  signIn.byBadge(badgeOf(n));
  await settled();
  return signIn.view().refused;
};

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

test('wrong PINs are counted before they are looked at, make wait, and lock', async () => {
  const started = stocked();
  const { store } = started;
  expect(await tryPin(started, 1, '000000')).toEqual({ reason: 'wrong-pin', attemptsLeft: 4 });
  expect(await tryPin(started, 1, '000001')).toEqual({ reason: 'wrong-pin', attemptsLeft: 3 });
  const until = START + 30_000;
  expect(await tryPin(started, 1, '482913')).toEqual({ reason: 'pin-locked', until });
  for (const left of [2, 1, 0]) {
    now = (now + 30_000) as Instant;
    expect(await tryPin(started, 1, '999999')).toEqual({ reason: 'wrong-pin', attemptsLeft: left });
  }
  now = (now + 30_000) as Instant;
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
    now = (now + 30_000) as Instant;
    expect(await tryPin(started, 1, '000000')).toMatchObject({ reason: 'wrong-pin' });
  }
  now = (now + 30_000) as Instant;
  expect(await tryPin(started, 1, '482913')).toEqual({ reason: 'pin-locked', until: null });
};

test('a docking lifts the lock for one more try, and not the wait before it', async () => {
  const started = stocked();
  const { store } = started;
  await lockPin(started);
  const lastAt = now - 30_000;
  now = (lastAt + 29_000) as Instant;
  store.write((writer) => writer.liftPinLocks());
  const until = lastAt + 30_000;
  expect(await tryPin(started, 1, '482913')).toEqual({ reason: 'pin-locked', until });
  now = until as Instant;
  expect(await tryPin(started, 1, '000000')).toEqual({ reason: 'wrong-pin', attemptsLeft: 0 });
  now = (until + 30_000) as Instant;
  expect(await tryPin(started, 1, '482913')).toEqual({ reason: 'pin-locked', until: null });
  store.write((writer) => writer.liftPinLocks());
  expect(await tryPin(started, 1, '482913')).toBeNull();
  expect(store.staff.pinTries().size).toBe(0);
  store.close();
});

/** The roster has another PIN for the first driver: whose it is does not matter here. */
const giveNewPin = (store: Store) => {
  const [one, , it] = ROSTER;
  if (one === undefined || it === undefined) throw new Error('nobody is on the roster');
  return store.write((writer) => writer.applyItem({ type: 'staff', ...one, pin: it.pin }));
};

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
  expect([driverNow(started.store, null), failures]).toEqual([null, []]);
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
