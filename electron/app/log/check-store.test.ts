import { expect, test } from 'vitest';
import type { PublicKey } from '../../../shared/protocol/ids.ts';
import { EMPTY_LOG, type LogPosition } from '../../../shared/protocol/log/chain.ts';
import { aHead } from '../../testing/samples.ts';
import type { AnchorKeeper } from '../ports/keychain.ts';
import type { Store } from '../ports/store.ts';
import { checkContents, checkHead, checkKeys, decideOpening } from './check-store.ts';

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
