import { readFileSync } from 'node:fs';
import path from 'node:path';
import { expect, test } from 'vitest';
import { CHANNELS } from '../../shared/terminal/channels/contract.ts';

test('the stand-in has every channel of the product, and no other', () => {
  const file = path.join(import.meta.dirname, '..', 'screens', 'stand-in-preload.cjs');
  const [, list = ''] = /const channels = \[(.*?)\];/su.exec(readFileSync(file, 'utf8')) ?? [];
  const named = [...list.matchAll(/'([^']+)'/gu)].map(([, name]) => name);
  expect(named.toSorted()).toEqual(Object.keys(CHANNELS).toSorted());
});
