import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import {
  startTestCentral,
  startTestPostgres,
  type TestCentral,
  type TestPostgres,
} from '../../central/src/testing/test-central.ts';
import { makeRandom } from '../campaign.ts';
import { makeMoodyProvider } from './moody-provider.ts';
import { playMessages } from './play-messages.ts';

const moody = makeMoodyProvider();
let postgres: TestPostgres;
let central: TestCentral;
beforeAll(async () => {
  postgres = await startTestPostgres();
  central = await startTestCentral(postgres, { provider: moody.provider });
});
afterAll(async () => {
  await central?.stop();
  await postgres?.stop();
});

describe('a run of the campaign', () => {
  it('has messages taken, and workers that die with some in their hands', async () => {
    const played = await playMessages({ central, moody }, makeRandom(7));
    expect(played).toMatchObject({ lost: 0, duplicated: 0, false_accepts: 0, undetected: 0 });
    expect(played.notes).toEqual([]);
    expect(played.taken).toBeGreaterThan(2);
    expect(played.killed).toBeGreaterThan(0);
  });

  it.each([
    ['claim', 'duplicated'],
    ['end of a claim', 'lost'],
    ['one text', 'duplicated'],
    ['cancellation', 'false_accepts'],
  ] as const)('without the %s finds what is %s', async (sabotage, kind) => {
    const played = await playMessages({ central, moody }, makeRandom(7), sabotage);
    expect(played[kind]).toBeGreaterThan(0);
  });
});
