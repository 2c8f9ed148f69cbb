import fc from 'fast-check';
import { expect, test } from 'vitest';
import { makeSigner, sha256Of, verifySignature } from '../crypto/keys.ts';
import type { DeliveryId, Epoch, Instant, Sequence, TerminalId } from '../ids.ts';
import { NOTHING_PARTICULAR } from '../nothing-particular.ts';

import {
  checkEntry,
  EMPTY_LOG,
  hashEntry,
  type LogPosition,
  makeEntry,
  provesPresence,
  signPresence,
} from './chain.ts';
import {
  type Entry,
  type EntryContent,
  type HandOverContent,
  type SignedEntry,
  signedEntry,
} from './entry.ts';

const terminal = '3f2b8c1e-7d4a-4b6e-9c0f-1a2b3c4d5e6f' as TerminalId;
const delivery = '5f2b8c1e-7d4a-4b6e-9c0f-1a2b3c4d5e6f' as DeliveryId;
const signer = makeSigner(new Uint8Array(32).fill(3));
const presence = makeSigner(new Uint8Array(32).fill(4));
const context = {
  terminal,
  driver: null,
  time: { at: 1_800_000_000_000 as Instant, trust: 'central' as const },
};
const note = (cursor: number): EntryContent => ({
  kind: 'pulled',
  cursor,
  items: 1,
  manifest: sha256Of(new Uint8Array()),
});

const chainOf = (length: number): SignedEntry[] => {
  let after: LogPosition = EMPTY_LOG;
  return Array.from({ length }, (_, i) => {
    const made = makeEntry(after, context, note(i), signer);
    after = made.head;
    return made.signed;
  });
};
const check = (after: LogPosition, signed: SignedEntry) =>
  checkEntry(after, signed, terminal, signer.publicKey, verifySignature);
const positionOf = ({ entry }: SignedEntry): LogPosition => ({
  sequence: entry.sequence,
  hash: hashEntry(entry),
});

test('a chain that was left alone checks, from its first entry on', () => {
  let after: LogPosition = EMPTY_LOG;
  for (const signed of chainOf(5)) {
    expect(signedEntry.parse(JSON.parse(JSON.stringify(signed)))).toEqual(signed);
    expect(check(after, signed)).toBeNull();
    after = positionOf(signed);
  }
});

test('an entry that is left out, repeated or out of order is found', () => {
  fc.assert(
    fc.property(fc.nat(4), fc.nat(4), (before, at) => {
      const chain = chainOf(5);
      const [previous, signed] = [chain[before], chain[at]];
      if (previous === undefined || signed === undefined || at === before + 1) return;
      expect(check(positionOf(previous), signed)).not.toBeNull();
    }),
  );
});

test('an entry that was changed anywhere is found', () => {
  const [first] = chainOf(1);
  if (first === undefined) throw new Error('no entry');
  const { entry } = first;
  const changes: object[] = [
    { time: { at: 1_800_000_000_001 as Instant, trust: 'central' } },
    { time: { at: entry.time.at, trust: 'wall' } },
    { content: note(9) },
    { sequence: 2 as Sequence },
    { previous: hashEntry(entry) },
  ];
  for (const change of changes) {
    const changed = { ...entry, ...change } as Entry;
    expect(check(EMPTY_LOG, { ...first, entry: changed })).toBe('bad-signature');
  }
  const stranger = makeEntry(EMPTY_LOG, context, note(0), makeSigner(new Uint8Array(32).fill(5)));
  expect(check(EMPTY_LOG, stranger.signed)).toBe('bad-signature');
  const { signed } = makeEntry(
    EMPTY_LOG,
    { ...context, terminal: delivery as never },
    note(0),
    signer,
  );
  expect(check(EMPTY_LOG, signed)).toBe('other-terminal');
});

test('an entry on another branch is found', () => {
  const [first] = chainOf(1);
  const fork = makeEntry(EMPTY_LOG, context, note(7), signer);
  const next = makeEntry(fork.head, context, note(8), signer);
  if (first === undefined) throw new Error('no entry');
  expect(check(positionOf(first), next.signed)).toBe('broken-chain');
});

const handOver = { delivery, epoch: 1 as Epoch, purpose: 'hand-over' as const };
const handedOver = (by: typeof presence): HandOverContent => ({
  kind: 'hand-over',
  ...handOver,
  parcels: [],
  ...NOTHING_PARTICULAR,
  proof: { scheme: 'sealed', presence: signPresence(by, context, EMPTY_LOG, handOver) },
});

test('a hand-over is proved by the key of its own code, in its own place, and by nothing else', () => {
  const content = handedOver(presence);
  const { entry } = makeEntry(EMPTY_LOG, context, content, signer).signed;
  const proves = (e = entry, c = content, key = presence.publicKey) =>
    provesPresence(e, c, key, verifySignature);
  expect(proves()).toBe(true);
  expect(proves(entry, content, signer.publicKey)).toBe(false);
  expect(proves(entry, handedOver(signer))).toBe(false);
  expect(proves(entry, { ...content, epoch: 2 as Epoch })).toBe(false);
  expect(proves(entry, { ...content, purpose: 'override' })).toBe(false);
  expect(proves(entry, { ...content, delivery: terminal as never })).toBe(false);
  expect(proves({ ...entry, sequence: 2 as Sequence })).toBe(false);
  expect(proves({ ...entry, previous: hashEntry(entry) })).toBe(false);
  expect(proves({ ...entry, terminal: delivery as never })).toBe(false);
  expect(proves({ ...entry, time: { ...entry.time, at: 1_800_000_000_001 as Instant } })).toBe(
    false,
  );
});

test("a token's code proves nothing, whatever is said of its signature", () => {
  const content: HandOverContent = {
    ...handedOver(presence),
    proof: { scheme: 'oath', token: terminal as never, factor: 7 as never },
  };
  const { entry } = makeEntry(EMPTY_LOG, context, content, signer).signed;
  expect(provesPresence(entry, content, presence.publicKey, () => true)).toBe(false);
});
