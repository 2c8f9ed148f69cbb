import { expect, test } from 'vitest';
import { judgeDock, type Sample } from './dock.benchmark.ts';

const sample = (
  kind: Sample['kind'],
  size: number,
  ms: number,
  peerMs: number | null = 5 * ms,
): Sample => ({ kind, size, ms, bareMs: 100, peerMs });
const atGoal = [
  sample('entries', 1_000, 200),
  sample('hand-overs', 1_000, 200),
  sample('stops', 10_000, 200),
];
const missed = (samples: readonly Sample[]): string[] =>
  judgeDock(samples)
    .goals.filter(({ value, atMost }) => value > atMost)
    .map(({ metric }) => metric);

test('a docking within twice its limit holds, one beyond it does not', () => {
  expect(missed(atGoal)).toEqual([]);
  expect(missed([...atGoal.slice(0, 2), sample('stops', 10_000, 201)])).toEqual(['ratio of stops']);
});

test('a docking that takes more than a fifth of what PouchDB takes misses its goal', () => {
  const slow = [...atGoal.slice(0, 2), sample('stops', 10_000, 200, 999)];
  expect(missed(slow)).toEqual(['of_pouchdb of stops']);
});

test('each way of docking has a ratio of its own', () => {
  const ratios = judgeDock(atGoal).rows.filter(({ metric }) => metric === 'ratio');
  expect(ratios.map(({ subject, value }) => [subject, value])).toEqual([
    ['kerbside:entries', 2],
    ['kerbside:hand-overs', 2],
    ['kerbside:stops', 2],
  ]);
});

test('a cost that grows faster than the size is seen', () => {
  const samples = [
    ...atGoal,
    sample('hand-overs', 100, 20, null),
    sample('hand-overs', 100_000, 60_000, null),
  ];
  const growth = judgeDock(samples).rows.find(({ metric }) => metric === 'growth');
  expect(growth?.subject).toBe('kerbside:hand-overs');
  expect(growth?.value).toBeCloseTo(3);
});
