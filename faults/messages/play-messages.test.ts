import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { makeRandom } from '../campaign.ts';
import { type Ground, startGround } from './ground.ts';
import { playMessages } from './play-messages.ts';

let ground: Ground;
beforeAll(async () => {
  ground = await startGround();
}, 60_000);
afterAll(() => ground?.stop());

const play = (seeds: readonly number[], moods?: 'kill-after'[]) =>
  playMessages(
    ground,
    seeds.map((seed) => ({ seed, random: makeRandom(seed), moods })),
  );

describe('runs of the campaign', () => {
  it('have messages taken, and a worker that is killed while it claims', async () => {
    const before = ground.workers.killed();
    for (const played of await play([7, 8])) {
      expect(played).toMatchObject({ lost: 0, duplicated: 0, false_accepts: 0, undetected: 0 });
      expect(played.notes).toEqual([]);
      expect(played.taken).toBeGreaterThan(2);
    }
    expect(ground.workers.killed()).toBeGreaterThan(before);
  }, 120_000);

  it('have messages that come twice, once a worker was killed with them in its hands', async () => {
    const [played] = await play([9], ['kill-after']);
    expect(played).toMatchObject({ lost: 0, duplicated: 0, notes: [] });
    expect(played?.killed).toBeGreaterThan(0);
  }, 120_000);
});
