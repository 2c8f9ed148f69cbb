import { startTestCentral, startTestPostgres } from '../central/src/testing/test-central.ts';
import { type Campaign, type Control, makeRandom, type Report } from './campaign.ts';
import { makeMoodyProvider } from './messages/moody-provider.ts';
import { type Ground, type Played, playMessages, type Sabotage } from './messages/play-messages.ts';

type Kind = 'lost' | 'duplicated' | 'false_accepts' | 'undetected';

/** What each protection keeps from happening: without it the campaign must see it. */
const CONTROLS: readonly (readonly [Sabotage, Kind])[] = [
  ['claim', 'duplicated'],
  ['end of a claim', 'lost'],
  ['one text', 'duplicated'],
  ['cancellation', 'false_accepts'],
];

const startGround = async (): Promise<Ground & { readonly stop: () => Promise<void> }> => {
  const postgres = await startTestPostgres();
  const moody = makeMoodyProvider();
  try {
    const central = await startTestCentral(postgres, { provider: moody.provider });
    const stop = async (): Promise<void> => {
      await central.stop();
      await postgres.stop();
    };
    return { central, moody, stop };
  } catch (error) {
    await postgres.stop();
    throw error;
  }
};

export const campaign: Campaign = {
  name: 'messages',
  about:
    'Providers that lie, answer late, twice, never, refuse; workers that die between claim, send and mark; cancellations and changed numbers meanwhile',
  runs: { release: 1_000, ci: 15 },
  run: async ({ runs, seed, say }): Promise<Report> => {
    const total = { lost: 0, duplicated: 0, false_accepts: 0, undetected: 0, crashes: 0 };
    const seen = { taken: 0, killed: 0 };
    const notes: string[] = [];
    const controls: Control[] = [];
    const ground = await startGround();
    const add = (played: Played, of: number): void => {
      for (const kind of ['lost', 'duplicated', 'false_accepts', 'undetected'] as const) {
        total[kind] += played[kind];
      }
      seen.taken += played.taken;
      seen.killed += played.killed;
      notes.push(...played.notes.map((note) => `run ${of}: ${note}`));
    };
    try {
      for (const [without, kind] of CONTROLS) {
        const played = await playMessages(ground, makeRandom(seed), without);
        controls.push({ without: `the ${without}`, found: played[kind] > 0 });
      }
      let said = performance.now();
      for (let run = 0; run < runs; run++) {
        const of = seed * 1_000_003 + run;
        try {
          add(await playMessages(ground, makeRandom(of)), of);
        } catch (error) {
          total.crashes++;
          notes.push(`run ${of}: ${error instanceof Error ? error.stack : String(error)}`);
        }
        if (performance.now() - said < 1_000) continue;
        said = performance.now();
        say(`messages: ${run + 1} of ${runs} runs`);
      }
      const sizes = `${seen.taken} messages taken, ${seen.killed} of a worker that died`;
      return { runs, ...total, controls, notes: [sizes, ...notes] };
    } finally {
      await ground.stop();
    }
  },
};
