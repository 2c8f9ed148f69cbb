import { expect, test } from 'vitest';
import { judgeStarts } from './start.benchmark.ts';

const missed = (ms: number, memoryMiB: number): string[] =>
  judgeStarts({
    kerbside: [{ ms, memoryMiB }],
    empty: [{ ms: 1_000, memoryMiB: 200 }],
    stops: 10_000,
    versions: {},
  })
    .goals.filter(({ value, atMost }) => value > atMost)
    .map(({ metric }) => metric);

test('a start within one and a half times an empty window, and 60 MiB, holds', () => {
  expect(missed(1_500, 260)).toEqual([]);
});

test('a slower or a larger one does not', () => {
  expect(missed(1_501, 260)).toEqual(['ratio_p50']);
  expect(missed(1_000, 261)).toEqual(['memory_more_mib']);
});
