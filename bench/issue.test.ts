import { expect, test } from 'vitest';
import { type Figures, judgeIssue } from './issue.benchmark.ts';

const held: Figures = {
  stops: 100,
  sealMs: 1_000,
  bareMs: 900,
  twice: 0,
  dockMs: [3, 3],
  rawMs: [1, 1],
};
const missed = (figures: Figures): string[] =>
  judgeIssue(figures)
    .goals.filter(({ value, atMost }) => value > atMost)
    .map(({ metric }) => metric);

test('nine tenths of the limit hold, with dockings within three times their transfer', () => {
  expect(missed(held)).toEqual([]);
});

test.each([
  ['ratio of issue', { sealMs: 1_001 }],
  ['twice', { twice: 1 }],
  ['ratio of dock', { dockMs: [3.1, 3.1] }],
] as const)('%s is missed where it is', (metric, change) => {
  expect(missed({ ...held, ...change })).toEqual([metric]);
});
