import { randomBytes } from 'node:crypto';
import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, beforeEach, expect } from 'vitest';
import {
  type PrivateKeyring,
  startPrivateKeyring,
} from '../../../../e2e/support/private-keyring.ts';
import { toBase64url, utf8 } from '../../../../shared/protocol/codec/bytes.ts';
import { badgeHash } from '../../../../shared/protocol/crew/badge.ts';
import { sealPin } from '../../../../shared/protocol/crew/pin.ts';
import type { StaffMember } from '../../../../shared/protocol/crew/roster.ts';
import { makeSigner } from '../../../../shared/protocol/crypto/keys.ts';
import type {
  Instant,
  Random16,
  Sequence,
  StaffId,
  TerminalId,
} from '../../../../shared/protocol/ids.ts';
import { DEFAULT_POLICY } from '../../../../shared/protocol/policy.ts';
import type { ProblemCode } from '../../../../shared/terminal/problem.ts';
import { nativeArgon2id } from '../../../crypto/native-argon2id.ts';
import { openOsKeychain } from '../../../keychain/os-keychain.ts';
import { makeAnchorKeeper } from '../../../keychain/terminal-secrets.ts';
import { makeStore } from '../../../store/make-store.ts';
import { openDatabase } from '../../../store/open-database.ts';
import { makeLogWriter } from '../../log/write-log.ts';
import type { Store } from '../../ports/store.ts';
import { driverNow } from '../driver-now.ts';
import { makeSignIn, type SignIn } from '../sign-in.ts';

export const START = 1_800_000_000_000;
export const cost = { memoryKiB: 8_192, passes: 1, lanes: 1 };
export const salt = toBase64url(new Uint8Array(16).fill(3)) as Random16;
export const idOf = (n: number) =>
  `00000000-0000-4000-8000-${String(n).padStart(12, '0')}` as StaffId;
export const badgeOf = (n: number) => badgeHash(new Uint8Array(16).fill(n));

export const member = async (
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
export const ROSTER = [
  await member(1, 'driver', '482913'),
  await member(2, 'driver', null),
  await member(3, 'it', '111111'),
];

export type Started = {
  readonly store: Store;
  readonly signIn: SignIn;
  settled: () => Promise<void>;
};

/** The roster has another PIN for the first driver: whose it is does not matter here. */
export const giveNewPin = (store: Store) => {
  const [one, , it] = ROSTER;
  if (one === undefined || it === undefined) throw new Error('nobody is on the roster');
  return store.write((writer) => writer.applyItem({ type: 'staff', ...one, pin: it.pin }));
};

/** Sign-in over a real store, log and keychain, with a clock that tests set. */
export const peopleForTests = () => {
  const at = { path: '', now: START as Instant, failures: [] as ProblemCode[] };
  let keyring: PrivateKeyring;
  beforeAll(async () => {
    keyring = await startPrivateKeyring();
    Object.assign(process.env, keyring.env);
  });
  afterAll(() => keyring.stop());

  let profiles = 0;
  beforeEach(() => {
    at.path = join(mkdtempSync(join(tmpdir(), 'kerbside-sign-in-')), 'store.db');
    profiles += 1;
    at.now = START as Instant;
    at.failures = [];
  });

  const start = (wrap: (store: Store) => Store = (store) => store): Started => {
    const database = openDatabase(at.path, new Uint8Array(32).fill(1), undefined);
    if (!database.ok) throw new Error(database.error);
    const store = wrap(makeStore(database.value));
    const log = makeLogWriter({
      store,
      anchors: makeAnchorKeeper(openOsKeychain(), `sign-in-${profiles}`),
      signer: makeSigner(new Uint8Array(32).fill(21)),
      readTime: () => ({ at: at.now, trust: 'central' }),
      randomBytes: (length) => new Uint8Array(randomBytes(length)),
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
        now: { at: at.now, trust: 'central' },
        wallWrong: false,
        untrusted: false,
        leaseEnds: null,
      }),
      changed: () => changed(),
      failed: (problem) => {
        at.failures.push(problem);
        changed();
      },
    });
    const settled = () =>
      new Promise<void>((resolve) => {
        changed = () => {
          if (at.failures.length > 0 || !signIn.view().checking) resolve();
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

  return { at, start, stocked, contents, tryPin, tryBadge };
};
