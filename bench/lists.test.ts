import { expect, test } from 'vitest';
import { judgeLists } from './lists.benchmark.ts';

const times = (name: string, ms: number) => ({ name, ms: [1, ms, 99], bareMs: [2, 2, 2] });

test('a list within three times its query holds, one beyond it does not', () => {
  const { goals } = judgeLists(10_000, [times('findings', 6), times('messages', 6.1)]);
  expect(goals.filter(({ value, atMost }) => value > atMost).map(({ metric }) => metric)).toEqual([
    'ratio of messages',
  ]);
});

test('each list has a ratio of its own', () => {
  const { rows } = judgeLists(10_000, [times('findings', 4), times('messages', 8)]);
  expect(
    rows.filter(({ metric }) => metric === 'ratio').map(({ subject, value }) => [subject, value]),
  ).toEqual([
    ['kerbside:findings', 2],
    ['kerbside:messages', 4],
  ]);
});
