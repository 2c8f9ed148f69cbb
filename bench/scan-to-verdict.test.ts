import { expect, test } from 'vitest';
import { judgeScans } from './scan-to-verdict.benchmark.ts';

const missed = (scan: readonly number[]): string[] =>
  judgeScans({
    scan,
    argon2id: scan.map(() => 80),
    insert: scan.map(() => 3.3),
    clockMs: 0.4,
    versions: {},
  })
    .goals.filter(({ value, atMost }) => value > atMost)
    .map(({ metric }) => metric);

test('a scan within 1.3 of its limit, a frame included, holds; one beyond it does not', () => {
  expect(missed([129, 129, 129])).toEqual([]);
  expect(missed([131, 131, 131])).toEqual(['ratio_p50']);
});

test('one slow scan in a hundred is found', () => {
  expect(missed([...Array.from({ length: 99 }, () => 110), 110])).toEqual([]);
  expect(missed([...Array.from({ length: 98 }, () => 110), 201, 201])).toEqual(['ratio_p99']);
});
