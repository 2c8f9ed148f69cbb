import { expect, test } from 'vitest';
import { judgeImport } from './import.benchmark.ts';

const missed = (kerbsideMs: number, memoryMiB: number): string[] =>
  judgeImport({
    lines: 1_000,
    kerbsideMs,
    memoryMiB,
    copyMs: 100,
    rowByRow: { lines: 100, ms: 100 },
    fileMiB: 1,
    versions: {},
  })
    .goals.filter(({ value, atMost }) => value > atMost)
    .map(({ metric }) => metric);

test('an import of five times a COPY, in 512 MB, holds', () => {
  expect(missed(500, 488)).toEqual([]);
});

test('a slower or a larger one does not', () => {
  expect(missed(501, 488)).toEqual(['ratio']);
  expect(missed(500, 489)).toEqual(['memory_max_mib']);
});
