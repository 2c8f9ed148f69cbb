import { expect, test } from 'vitest';
import { portableArgon2id } from '../../../shared/protocol/crypto/argon2id.ts';
import { verifySignature } from '../../../shared/protocol/crypto/keys.ts';
import type { Instant, Sequence } from '../../../shared/protocol/ids.ts';
import { provesPresence } from '../../../shared/protocol/log/chain.ts';
import { DEFAULT_POLICY } from '../../../shared/protocol/policy.ts';
import { saidNothing } from '../../testing/samples.ts';
import { codeOf, overrideOf } from '../../testing/sealed-stop.ts';
import {
  accepted,
  other,
  refused,
  stop,
  VALID,
  verifyScanForTests,
} from './testing/verify-scan-for-tests.ts';

const { at, start, stocked } = verifyScanForTests();

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
  const { store, verify } = stocked(at.anchors, portableArgon2id);
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
  const dies = stocked(at.anchors, () => Promise.reject(new Error('the power fails here')));
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
  at.now = { at: (notBefore - 1) as Instant, trust: 'central' };
  expect(await verify.judge(stop.id, 'hand-over', codeOf(1), saidNothing())).toEqual(
    refused('not-yet-valid', { from: notBefore }),
  );
  at.now = { at: notAfter, trust: 'central' };
  expect(await verify.judge(stop.id, 'hand-over', codeOf(1), saidNothing())).toEqual(
    refused('expired', { since: notAfter }),
  );
  at.now = { at: (notAfter - 1) as Instant, trust: 'central' };
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
  at.now = { at: (until - 1) as Instant, trust: 'central' };
  expect(await verify.judge(stop.id, 'hand-over', codeOf(1), saidNothing())).toEqual(
    refused('locked', { until }),
  );
  expect(store.stop(stop.id)?.tries['hand-over'].count).toBe(2);
  at.now = { at: until as Instant, trust: 'central' };
  expect(await verify.judge(stop.id, 'hand-over', codeOf(1), saidNothing())).toEqual(accepted);
  store.close();
});

test('a clock that cannot be believed refuses the customer, and not the dispatcher', async () => {
  const { store, verify } = stocked();
  at.untrusted = true;
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
  at.leaseEnds = VALID.at;
  for (const [purpose, code] of [
    ['hand-over', codeOf(1)],
    ['override', overrideOf(1)],
  ] as const) {
    expect(await verify.judge(stop.id, purpose, code, saidNothing())).toEqual(
      refused('lease-ended', { since: VALID.at }),
    );
  }
  at.leaseEnds = (VALID.at + 1) as Instant;
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
