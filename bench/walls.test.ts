import { expect, test } from 'vitest';
import { judgeWalls } from './walls.benchmark.ts';

test('what costs a tenth more holds, and what costs more than that does not', () => {
  const { goals } = judgeWalls([
    { subject: 'held', ms: [1, 110, 900], withoutMs: [100, 100, 100] },
    { subject: 'missed', ms: [112, 112, 112], withoutMs: [100, 100, 100] },
  ]);
  expect(goals.map(({ metric, value, atMost }) => [metric, value <= atMost])).toEqual([
    ['ratio of held', true],
    ['ratio of missed', false],
  ]);
});
