import { expect, test } from 'vitest';
import type { Figures } from './verify/figures.ts';
import { judgeFigures } from './verify.benchmark.ts';

const figures = (verdict: number, computedMs: number): Figures => ({
  verdict: [verdict, verdict, verdict],
  limit: [40, 40, 40],
  limitParts: { argon2id: [39, 39, 39], insert: [1, 1, 1] },
  parts: { argon2id: [39, 39, 39], keychain: [4, 4, 4], store: [1, 1, 1] },
  blocks: [
    { ms: 3, computedMs: 1 },
    { ms: 30, computedMs },
  ],
  idleBlocks: [{ ms: 1, computedMs: 0 }],
  versions: {},
});
const missed = (of: Figures): string[] =>
  judgeFigures(of)
    .goals.filter(({ value, atMost }) => value > atMost)
    .map(({ metric }) => metric);

test('a verdict within a quarter of its limit holds, one beyond it does not', () => {
  expect(missed(figures(50, 5))).toEqual([]);
  expect(missed(figures(50.1, 5))).toEqual(['ratio_p50']);
});

test('a main thread that computes for too long is found', () => {
  expect(missed(figures(40, 20.5))).toEqual(['block_computed_max_ms']);
});

test('what is left of a verdict is the JavaScript', () => {
  const rest = judgeFigures(figures(50, 5)).rows.find(
    ({ subject, metric }) => subject === 'kerbside:javascript' && metric === 'p50_ms',
  );
  expect(rest?.value).toBe(6);
});
