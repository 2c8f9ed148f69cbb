import { expect, test } from 'vitest';
import { sha256Of } from '../crypto/keys.ts';
import { entryContent } from './entry.ts';

const hash = sha256Of(new Uint8Array());
const delivery = '5f2b8c1e-7d4a-4b6e-9c0f-1a2b3c4d5e6f';

test.each([
  [
    'that stopped a terminal',
    (n: number) => ({ kind: 'stopped', why: { reason: 'log-refused', acknowledged: n, hash } }),
  ],
  ['that is taken back', (n: number) => ({ kind: 'exception-undone', delivery, undoes: n })],
])('the number of the entry %s counts from 1', (_, content) => {
  expect(entryContent.safeParse(content(0)).success).toBe(false);
  expect(entryContent.safeParse(content(1)).success).toBe(true);
});
