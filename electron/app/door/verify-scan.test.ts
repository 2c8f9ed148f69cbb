import { randomBytes } from 'node:crypto';
import { copyFileSync, mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { type PrivateKeyring, startPrivateKeyring } from '../../../e2e/support/private-keyring.ts';
import { portableArgon2id } from '../../../shared/protocol/crypto/argon2id.ts';
import { makeSigner, verifySignature } from '../../../shared/protocol/crypto/keys.ts';
import type { Instant, Sequence, TerminalId } from '../../../shared/protocol/ids.ts';
import { provesPresence } from '../../../shared/protocol/log/chain.ts';
import { DEFAULT_POLICY } from '../../../shared/protocol/policy.ts';
import type { TrustedTime } from '../../../shared/protocol/time/trusted-time.ts';
import { nativeArgon2id } from '../../crypto/native-argon2id.ts';
import { openOsKeychain } from '../../keychain/os-keychain.ts';
import { makeAnchorKeeper } from '../../keychain/terminal-secrets.ts';
import { makeStore } from '../../store/make-store.ts';
import { openDatabase } from '../../store/open-database.ts';
import { saidNothing } from '../../testing/samples.ts';
import { codeOf, overrideOf, PEPPER, sealedStop } from '../../testing/sealed-stop.ts';
import { checkContents, checkHead } from '../log/check-store.ts';
import { makeLogWriter } from '../log/write-log.ts';
import type { AnchorKeeper } from '../ports/keychain.ts';
import type { Store } from '../ports/store.ts';
import { makeVerifyScan } from './verify-scan.ts';

const VALID: TrustedTime = { at: 1_800_000_000_000 as Instant, trust: 'central' };
const signer = makeSigner(new Uint8Array(32).fill(21));
const terminal = '00000000-0000-4000-8000-0000000000aa' as TerminalId;
const stop = await sealedStop(1);
const other = await sealedStop(2);

let keyring: PrivateKeyring;
beforeAll(async () => {
  keyring = await startPrivateKeyring();
  Object.assign(process.env, keyring.env);
});
afterAll(() => keyring.stop());

let path: string;
let anchors: AnchorKeeper;
let now: TrustedTime;
let untrusted: boolean;
let leaseEnds: Instant | null;
let profiles = 0;
beforeEach(() => {
  path = join(mkdtempSync(join(tmpdir(), 'kerbside-verify-')), 'store.db');
  anchors = makeAnchorKeeper(openOsKeychain(), `profile-${++profiles}`);
  now = VALID;
  untrusted = false;
  leaseEnds = null;
});

const open = (): Store => {
  const database = openDatabase(path, new Uint8Array(32).fill(1), undefined);
  if (!database.ok) throw new Error(database.error);
  return makeStore(database.value);
};
const start = (keeper = anchors, argon2id = nativeArgon2id) => {
  const store = open();
  const log = makeLogWriter({
    store,
    anchors: keeper,
    signer,
    readTime: () => now,
    identity: () => ({ terminal, driver: null }),
  });
  const readClock = () => ({ now, wallWrong: false, untrusted, leaseEnds });
  const verify = makeVerifyScan({
    store,
    log,
    pepper: PEPPER,
    argon2id,
    randomBytes: (length) => new Uint8Array(randomBytes(length)),
    readClock,
  });
  return { store, verify };
};
const stocked = (keeper = anchors, argon2id = nativeArgon2id) => {
  const started = start(keeper, argon2id);
  started.store.write((writer) => {
    writer.applyItem({ type: 'policy', policy: { ...DEFAULT_POLICY, waitsMs: [0] } });
    writer.applyItem(stop);
    writer.applyItem(other);
  });
  return started;
};
const accepted = { ok: true, value: { result: 'accepted', by: 'hand-over', unlisted: null } };
const refused = (reason: string, more: object = {}) => ({
  ok: true,
  value: { result: 'refused', reason, ...more },
});

test('the right code is accepted, once, and the log proves that it was there', async () => {
  const { store, verify } = stocked();
  expect(await verify.judge(stop.id, 'hand-over', codeOf(1), saidNothing(stop.parcels))).toEqual(
    accepted,
  );
  expect(await verify.judge(stop.id, 'hand-over', codeOf(1), saidNothing(stop.parcels))).toEqual(
    refused('already-used', { at: VALID.at, by: null }),
  );
  const [first] = store.entriesAfter(0 as Sequence, 10);
  if (first?.entry.content.kind !== 'hand-over') throw new Error('no hand-over in the log');
  const { entry } = first;
  const proved = provesPresence(
    entry,
    first.entry.content,
    stop.verifier.presenceKey,
    verifySignature,
  );
  expect(proved).toBe(true);
  store.close();
});

test('the portable derivation judges as the native one does', async () => {
  const { store, verify } = stocked(anchors, portableArgon2id);
  expect(await verify.judge(stop.id, 'hand-over', codeOf(2), saidNothing())).toEqual(
    refused('wrong-code', { attemptsLeft: 4 }),
  );
  expect(await verify.judge(stop.id, 'hand-over', codeOf(1), saidNothing())).toEqual(accepted);
  store.close();
});

test('wrong codes are counted, then the delivery is locked, even for the right code, even after a restart', async () => {
  const first = stocked();
  for (const attemptsLeft of [4, 3, 2, 1, 0]) {
    expect(await first.verify.judge(stop.id, 'hand-over', codeOf(2), saidNothing())).toEqual(
      refused('wrong-code', { attemptsLeft }),
    );
  }
  first.store.close();
  const second = start();
  expect(await second.verify.judge(stop.id, 'hand-over', codeOf(1), saidNothing())).toEqual(
    refused('locked', { until: null }),
  );
  expect(await second.verify.judge(other.id, 'hand-over', codeOf(2), saidNothing())).toEqual(
    accepted,
  );
  second.store.close();
});

test('an attempt is counted before its code is tried: to cut the power gains no free one', async () => {
  const dies = stocked(anchors, () => Promise.reject(new Error('the power fails here')));
  await expect(dies.verify.judge(stop.id, 'hand-over', codeOf(2), saidNothing())).rejects.toThrow(
    'the power fails here',
  );
  dies.store.close();
  const { store, verify } = start();
  expect(await verify.judge(stop.id, 'hand-over', codeOf(2), saidNothing())).toEqual(
    refused('wrong-code', { attemptsLeft: 3 }),
  );
  store.close();
});

test('a code is good only within its validity, and trying it outside costs nothing', async () => {
  const { store, verify } = stocked();
  const { notBefore, notAfter } = stop.verifier;
  now = { at: (notBefore - 1) as Instant, trust: 'central' };
  expect(await verify.judge(stop.id, 'hand-over', codeOf(1), saidNothing())).toEqual(
    refused('not-yet-valid', { from: notBefore }),
  );
  now = { at: notAfter, trust: 'central' };
  expect(await verify.judge(stop.id, 'hand-over', codeOf(1), saidNothing())).toEqual(
    refused('expired', { since: notAfter }),
  );
  now = { at: (notAfter - 1) as Instant, trust: 'central' };
  expect(store.stop(stop.id)?.tries['hand-over'].count).toBe(0);
  expect(await verify.judge(stop.id, 'hand-over', codeOf(1), saidNothing())).toEqual(accepted);
  store.close();
});

test("the dispatcher's code accepts a locked delivery, marked as theirs, and only as theirs", async () => {
  const { store, verify } = stocked();
  for (let tries = 0; tries < 5; tries++)
    await verify.judge(stop.id, 'hand-over', codeOf(2), saidNothing());
  expect(await verify.judge(stop.id, 'hand-over', codeOf(1), saidNothing())).toEqual(
    refused('locked', { until: null }),
  );
  expect(await verify.judge(stop.id, 'override', codeOf(1), saidNothing())).toEqual(
    refused('wrong-code', { attemptsLeft: 4 }),
  );
  expect(await verify.judge(stop.id, 'override', overrideOf(1), saidNothing())).toEqual({
    ok: true,
    value: { result: 'accepted', by: 'override', unlisted: null },
  });
  const last = store.entriesAfter(0 as Sequence, 20).at(-1)?.entry;
  if (last?.content.kind !== 'hand-over') throw new Error('no hand-over in the log');
  const proves = (key: typeof stop.verifier.presenceKey, content = last.content) =>
    content.kind === 'hand-over' && provesPresence(last, content, key, verifySignature);
  expect(proves(stop.override.presenceKey)).toBe(true);
  expect(proves(stop.verifier.presenceKey)).toBe(false);
  const relabelled = { ...last.content, purpose: 'hand-over' as const };
  expect(proves(stop.override.presenceKey, relabelled)).toBe(false);
  store.close();
});

test("the dispatcher's code is no customer's code", async () => {
  const { store, verify } = stocked();
  expect(await verify.judge(stop.id, 'hand-over', overrideOf(1), saidNothing())).toEqual(
    refused('wrong-code', { attemptsLeft: 4 }),
  );
  store.close();
});

test('the wait grows with each wrong code, survives a restart, and waiting costs nothing', async () => {
  const first = stocked();
  const waits = { ...DEFAULT_POLICY, waitsMs: [0, 30_000] };
  first.store.write((writer) => writer.applyItem({ type: 'policy', policy: waits }));
  const wrong = () => first.verify.judge(stop.id, 'hand-over', codeOf(2), saidNothing());
  expect(await wrong()).toEqual(refused('wrong-code', { attemptsLeft: 4 }));
  expect(await wrong()).toEqual(refused('wrong-code', { attemptsLeft: 3 }));
  const until = VALID.at + 30_000;
  expect(await wrong()).toEqual(refused('locked', { until }));
  first.store.close();
  const { store, verify } = start();
  now = { at: (until - 1) as Instant, trust: 'central' };
  expect(await verify.judge(stop.id, 'hand-over', codeOf(1), saidNothing())).toEqual(
    refused('locked', { until }),
  );
  expect(store.stop(stop.id)?.tries['hand-over'].count).toBe(2);
  now = { at: until as Instant, trust: 'central' };
  expect(await verify.judge(stop.id, 'hand-over', codeOf(1), saidNothing())).toEqual(accepted);
  store.close();
});

test('a clock that cannot be believed refuses the customer, and not the dispatcher', async () => {
  const { store, verify } = stocked();
  untrusted = true;
  expect(await verify.judge(stop.id, 'hand-over', codeOf(1), saidNothing())).toEqual(
    refused('clock-untrusted'),
  );
  expect(store.stop(stop.id)?.tries['hand-over'].count).toBe(0);
  expect(await verify.judge(stop.id, 'override', overrideOf(1), saidNothing())).toMatchObject({
    ok: true,
  });
  expect(store.stop(stop.id)?.acceptance?.purpose).toBe('override');
  store.close();
});

test('a terminal whose lease is over accepts nobody, until it docks', async () => {
  const { store, verify } = stocked();
  leaseEnds = VALID.at;
  for (const [purpose, code] of [
    ['hand-over', codeOf(1)],
    ['override', overrideOf(1)],
  ] as const) {
    expect(await verify.judge(stop.id, purpose, code, saidNothing())).toEqual(
      refused('lease-ended', { since: VALID.at }),
    );
  }
  leaseEnds = (VALID.at + 1) as Instant;
  expect(await verify.judge(stop.id, 'hand-over', codeOf(1), saidNothing())).toEqual(accepted);
  store.close();
});

test('a delivery that central took away is refused as revoked', async () => {
  const { store, verify } = stocked();
  store.write((writer) => writer.applyItem({ type: 'withdrawn', delivery: stop.id }));
  expect(await verify.judge(stop.id, 'hand-over', codeOf(1), saidNothing())).toEqual(
    refused('revoked'),
  );
  store.close();
});

test('every verdict is an entry, and none of them says the code', async () => {
  const { store, verify } = stocked();
  await verify.refuse(stop.id, { reason: 'mistyped' });
  await verify.refuse(null, { reason: 'unreadable' });
  await verify.judge(stop.id, 'hand-over', codeOf(2), saidNothing());
  await verify.judge(stop.id, 'hand-over', codeOf(1), saidNothing());
  const entries = store.entriesAfter(0 as Sequence, 10);
  expect(entries.map(({ entry }) => entry.content.kind)).toEqual([
    'attempt',
    'attempt',
    'attempt',
    'hand-over',
  ]);
  const text = JSON.stringify(entries);
  for (const n of [1, 2]) expect(text).not.toContain(String.fromCharCode(...codeOf(n)));
  store.close();
});

/** As a start does: the log's end against the keychain's heads, then all of the log. */
const checked = async (store: Store) => {
  const heads = await anchors.read();
  if (!heads.ok) return heads;
  const head = await checkHead(store, anchors, heads.value);
  return head.ok && head.value === null ? checkContents(store) : head;
};

/** An anchor keeper on the real keychain that dies at its nth write. */
const dyingAt = (n: number): AnchorKeeper => {
  let writes = 0;
  return {
    read: anchors.read,
    write: (heads) =>
      ++writes === n ? Promise.reject(new Error('the power fails here')) : anchors.write(heads),
  };
};

test.each([
  ['before it is begun in the keychain', 1, false],
  ['before it is noted as done in the keychain', 2, true],
])('an acceptance that dies %s is once or not at all', async (_name, write, isWritten) => {
  const dies = stocked(dyingAt(write));
  await expect(dies.verify.judge(stop.id, 'hand-over', codeOf(1), saidNothing())).rejects.toThrow(
    'the power fails here',
  );
  dies.store.close();
  const { store, verify } = start();
  expect(await checked(store)).toEqual({ ok: true, value: null });
  expect(store.stop(stop.id)?.acceptance !== null).toBe(isWritten);
  expect(await verify.judge(stop.id, 'hand-over', codeOf(1), saidNothing())).toMatchObject(
    isWritten ? refused('already-used') : accepted,
  );
  expect(await checked(store)).toEqual({ ok: true, value: null });
  store.close();
});

test('an acceptance that dies between keychain and store leaves both as they were', async () => {
  const { store, verify } = stocked({
    read: anchors.read,
    write: async (heads) => {
      const written = await anchors.write(heads);
      if (heads.pending !== null) throw new Error('the power fails here');
      return written;
    },
  });
  await expect(verify.judge(stop.id, 'hand-over', codeOf(1), saidNothing())).rejects.toThrow(
    'the power fails here',
  );
  store.close();
  const after = start();
  expect(await checked(after.store)).toEqual({ ok: true, value: null });
  expect(after.store.stop(stop.id)?.acceptance).toBeNull();
  after.store.close();
});

test("yesterday's copy of the store is noticed", async () => {
  const first = stocked();
  await first.verify.refuse(null, { reason: 'unreadable' });
  first.store.close();
  copyFileSync(path, `${path}.yesterday`);
  const second = start();
  expect(await second.verify.judge(stop.id, 'hand-over', codeOf(1), saidNothing())).toEqual(
    accepted,
  );
  second.store.close();
  copyFileSync(`${path}.yesterday`, path);
  const restored = open();
  expect(restored.stop(stop.id)?.acceptance).toBeNull();
  expect(await checked(restored)).toMatchObject({
    ok: true,
    value: { anchored: { sequence: 2 }, stored: { sequence: 1 } },
  });
  restored.close();
});

test('a keychain that can no longer be written shows no verdict', async () => {
  const { store, verify } = stocked({
    read: anchors.read,
    write: async () => ({ ok: false, error: 'keychain-locked' }),
  });
  expect(await verify.judge(stop.id, 'hand-over', codeOf(1), saidNothing())).toEqual({
    ok: false,
    error: 'keychain-locked',
  });
  expect(store.stop(stop.id)?.acceptance).toBeNull();
  store.close();
});
