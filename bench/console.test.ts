import { expect, test } from 'vitest';
import { type Figures, judgeConsole } from './console.benchmark.ts';

const figures: Figures = {
  stops: 75_000,
  paintMs: [150],
  emptyMs: [100],
  interactions: [{ name: 'open-stop', ms: [...Array(19).fill(20), 100] }],
  scriptBytes: 150_000,
  heap: { early: 10, late: 11, events: 720 },
};
const missed = (more: Partial<Figures>): string[] =>
  judgeConsole({ ...figures, ...more })
    .goals.filter(({ value, atMost }) => value > atMost)
    .map(({ metric }) => metric);

test('a console that is as quick and small as it should be holds', () => {
  expect(missed({})).toEqual([]);
});

test.each<[string, Partial<Figures>]>([
  ['ratio of the first useful paint', { paintMs: [151] }],
  ['p95_ms of open-stop', { interactions: [{ name: 'open-stop', ms: [20, 101] }] }],
  ['script_kb', { scriptBytes: 150_001 }],
  ['heap_ratio', { heap: { early: 10, late: 11.1, events: 720 } }],
])('one that is not misses %s', (metric, more) => {
  expect(missed(more)).toEqual([metric]);
});
