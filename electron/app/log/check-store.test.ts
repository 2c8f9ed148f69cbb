import { describe, expect, test } from 'vitest';
import { makeSigner } from '../../../shared/protocol/crypto/keys.ts';
import { type Instant, type PublicKey, terminalId } from '../../../shared/protocol/ids.ts';
import {
  EMPTY_LOG,
  type LogHead,
  type LogPosition,
  makeEntry,
} from '../../../shared/protocol/log/chain.ts';
import { err, ok } from '../../../shared/result.ts';
import { aHead } from '../../testing/samples.ts';
import type { AnchorHeads, AnchorKeeper } from '../ports/keychain.ts';
import type { Store } from '../ports/store.ts';
import { checkContents, checkHead, checkKeys, decideOpening } from './check-store.ts';

const AT = 1_800_000_000_000 as Instant;
const terminal = terminalId.parse('00000000-0000-4000-8000-000000000009');
type Made = ReturnType<typeof makeEntry>;
const none = { committed: null, pending: null };
const some = { committed: aHead(3), pending: null };

test.each([
  ['a new profile', { keys: false, store: false, heads: none }, { ok: true, value: 'create' }],
  [
    'keys made, store not yet',
    { keys: true, store: false, heads: none },
    { ok: true, value: 'open' },
  ],
  [
    'a first entry that never came to be',
    { keys: true, store: false, heads: { committed: null, pending: aHead(1) } },
    { ok: true, value: 'open' },
  ],
  [
    'everything in its place',
    { keys: true, store: true, heads: some },
    { ok: true, value: 'open' },
  ],
  [
    'a store without its keys',
    { keys: false, store: true, heads: none },
    { ok: false, error: 'store-key-missing' },
  ],
  [
    'keys without their store',
    { keys: true, store: false, heads: some },
    { ok: false, error: 'store-missing' },
  ],
])('%s', (_name, found, decision) => {
  expect(decideOpening(found)).toEqual(decision);
});

test('a log that no head vouches for may be of any age, and an empty one needs none (S9)', async () => {
  const anchors = {} as AnchorKeeper;
  const at = (stored: LogPosition) => ({ logPosition: () => stored }) as Store;
  const stored = aHead(3);
  expect(await checkHead(at(stored), anchors, none)).toEqual({
    ok: true,
    value: { anchored: null, stored },
  });
  expect(await checkHead(at(EMPTY_LOG), anchors, none)).toEqual({ ok: true, value: null });
});

describe('a store that does not end where the keychain says', () => {
  const signer = makeSigner(new Uint8Array(32).fill(1));
  const chain = (length: number, at: Instant, before: readonly Made[] = []): readonly Made[] => {
    const all = [...before];
    while (all.length < length) {
      const context = { terminal, driver: null, time: { at, trust: 'wall' as const } };
      const content = { kind: 'clock' as const, central: at, wall: at };
      all.push(makeEntry(all.at(-1)?.head ?? EMPTY_LOG, context, content, signer));
    }
    return all;
  };
  const log = chain(7, AT);
  const other = chain(7, (AT + 1) as Instant, log.slice(0, 4));
  const headAt = (n: number, of = log): LogHead => of[n - 1]?.head as LogHead;
  const ending = (n: number) =>
    ({
      logPosition: () => headAt(n),
      entriesAfter: (from: number, limit: number) =>
        log
          .slice(0, n)
          .slice(from, from + limit)
          .map(({ signed }) => signed),
    }) as unknown as Store;
  const told: AnchorHeads[] = [];
  const anchors = {
    write: async (heads: AnchorHeads) => {
      told.push(heads);
      return ok(null);
    },
  } as unknown as AnchorKeeper;

  test.each([
    ['one entry', { committed: headAt(5), pending: headAt(6) }],
    ['several', { committed: headAt(1), pending: null }],
    ['all, but that the first was begun', { committed: null, pending: headAt(1) }],
    [
      'what came after one that never came to be',
      { committed: headAt(4), pending: headAt(5, other) },
    ],
  ])(
    'is no old copy where the keychain has forgotten %s, and the keychain is told (W6)',
    async (_, heads) => {
      told.length = 0;
      expect(await checkHead(ending(7), anchors, heads)).toEqual(ok(null));
      expect(told).toEqual([{ committed: headAt(7), pending: null }]);
    },
  );

  test.each([
    ['ends before it', 3, { committed: headAt(5), pending: null }],
    ['ends before what was begun', 3, { committed: headAt(5), pending: headAt(6) }],
    ['has another entry there', 7, { committed: headAt(5, other), pending: null }],
    ['has other entries there', 7, { committed: headAt(5, other), pending: headAt(6, other) }],
  ])('is an old copy where it %s, and the keychain is told nothing (W6)', async (_, end, heads) => {
    told.length = 0;
    const { pending, committed } = heads;
    expect(await checkHead(ending(end), anchors, heads)).toEqual(
      ok({ anchored: pending ?? committed, stored: headAt(end) }),
    );
    expect(told).toEqual([]);
  });

  test('is an old copy where it has the entry, but ends before it: a page of it is old (W6)', async () => {
    const torn = { ...ending(7), logPosition: () => headAt(4) } as Store;
    const heads = { committed: headAt(5), pending: null };
    expect(await checkHead(torn, anchors, heads)).toMatchObject({ ok: true, value: {} });
    expect(told).toEqual([]);
  });

  test('is damaged where its entry cannot be read', async () => {
    const unreadable = {
      ...ending(7),
      entriesAfter: () => {
        throw new Error('a page is damaged');
      },
    } as unknown as Store;
    const heads = { committed: headAt(5), pending: null };
    expect(await checkHead(unreadable, anchors, heads)).toEqual(err('store-damaged'));
  });
});

test('keys that the terminal was not enrolled with are found at the start', () => {
  const [mine, other] = ['mine', 'other'].map((name) => name as PublicKey) as [
    PublicKey,
    PublicKey,
  ];
  const grant = { signingKey: mine, agreementKey: mine };
  const store = (record: object | null) => ({ terminal: () => record }) as Store;
  const corrupt = { ok: false, error: 'keychain-item-corrupt' };
  const fine = { ok: true, value: null };
  expect(checkKeys(store(null), { signingKey: other, agreementKey: other })).toEqual(fine);
  expect(checkKeys(store({ grant }), { signingKey: mine, agreementKey: mine })).toEqual(fine);
  expect(checkKeys(store({ grant }), { signingKey: other, agreementKey: mine })).toEqual(corrupt);
  expect(checkKeys(store({ grant }), { signingKey: mine, agreementKey: other })).toEqual(corrupt);
});

test('a store that cannot even say where its log ends is damaged, and no unhandled error', async () => {
  const store = {
    logPosition: () => {
      throw new Error('a disk fails');
    },
  } as unknown as Store;
  expect(await checkContents(store)).toEqual({ ok: false, error: 'store-damaged' });
});
