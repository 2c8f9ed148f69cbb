import { expect, test } from 'vitest';
import { aHead } from '../testing/samples.ts';
import { decideOpening } from './open-terminal.ts';

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
