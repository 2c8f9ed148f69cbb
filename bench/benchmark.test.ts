import { expect, test } from 'vitest';
import { quantile, spreadOf } from './benchmark.ts';

test('a quantile is the nearest rank, of unsorted values too', () => {
  const values = [5, 1, 4, 2, 3];
  expect([0, 0.5, 0.99, 1].map((share) => quantile(values, share))).toEqual([1, 3, 5, 5]);
  expect(quantile([7], 0.5)).toBe(7);
  expect(() => quantile([], 0.5)).toThrow();
});

test('a spread says median, 99th percentile and what lies between the quartiles', () => {
  const rows = spreadOf('kerbside', [1, 2, 3, 4]);
  expect(rows.map(({ metric, value }) => [metric, value])).toEqual([
    ['p50_ms', 2],
    ['p99_ms', 4],
    ['iqr_ms', 2],
  ]);
  expect(rows.every(({ subject, n }) => subject === 'kerbside' && n === 4)).toBe(true);
});
