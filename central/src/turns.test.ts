import { setImmediate as turn } from 'node:timers/promises';
import { expect, test } from 'vitest';
import { nextTurn } from './turns.ts';

test('of all long work, one piece goes on in each turn, in order', async () => {
  const done: string[] = [];
  const work = async (name: string): Promise<void> => {
    for (let piece = 1; piece <= 2; piece++) {
      await nextTurn();
      done.push(`${name}${piece}`);
    }
  };
  const all = Promise.all(['a', 'b', 'c'].map(work));
  const seen: number[] = [];
  while (done.length < 6) {
    await turn();
    seen.push(done.length);
  }
  await all;
  expect(done).toEqual(['a1', 'b1', 'c1', 'a2', 'b2', 'c2']);
  expect(seen).toEqual([1, 2, 3, 4, 5, 6]);
});
