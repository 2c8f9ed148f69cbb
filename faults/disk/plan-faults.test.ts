import { expect, test } from 'vitest';
import { makeRandom } from '../campaign.ts';
import { allHarm, pickHarm } from './plan-faults.ts';

const all = allHarm([
  { calls: 2, events: 3 },
  { calls: 1, events: 0 },
]);
const texts = (harm: readonly unknown[]): string[] => harm.map((one) => JSON.stringify(one));

test('every call fails in every way, and the process dies behind every event', () => {
  expect(all).toHaveLength(2 * 12 + 4 + 1 * 12 + 1);
  expect(new Set(texts(all)).size).toBe(all.length);
});

test('each is done once before any is done again', () => {
  const picked = pickHarm(all, all.length + 5, makeRandom(1));
  expect(new Set(texts(picked.slice(0, all.length)))).toEqual(new Set(texts(all)));
  expect(picked).toHaveLength(all.length + 5);
});
