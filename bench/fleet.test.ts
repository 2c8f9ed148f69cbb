import { expect, test } from 'vitest';
import { type Figures, judgeFleet } from './fleet.benchmark.ts';

const held: Figures = {
  terminals: 10,
  wholeMs: 2_000,
  bareMs: 1_000,
  dockMs: [1_000, 2_000],
  failed: 0,
  waits: 3,
  healthMs: [1, 100],
  raced: 4,
  countedOnce: 4,
};
const missed = (figures: Figures): string[] =>
  judgeFleet(figures)
    .goals.filter(({ value, atMost }) => value > atMost)
    .map(({ metric }) => metric);

test('half of the limit holds, with no docking that failed and nothing counted twice', () => {
  expect(missed(held)).toEqual([]);
});

test.each([
  ['ratio', { wholeMs: 2_001 }],
  ['failed', { failed: 1 }],
  ['healthz_p99_ms', { healthMs: [1, 101] }],
  ['doubled', { countedOnce: 3 }],
] as const)('%s is missed where it is', (metric, change) => {
  expect(missed({ ...held, ...change })).toEqual([metric]);
});
