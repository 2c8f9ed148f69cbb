import { inspect } from 'node:util';
import { SHARED_POSTGRES, startOwnPostgres } from '../central/src/testing/test-central.ts';
import { type Campaign, type Control, makeRandom, type Report } from './campaign.ts';
import { CONTROLS, type SwitchedOff } from './messages/controls.ts';
import { startGround } from './messages/ground.ts';
import { type Played, playMessages } from './messages/play-messages.ts';

/** Runs that are played at once: time passes for all of them together. */
const BATCH = 40;
const CONTROL_RUNS = 3;
const HANG = ['hang'] as const;
/** From this size on the messages of one run of each batch meet a gateway that never answers. */
const HANGS_FROM = 100;

/** The same with a protection of the workers switched off. */
const playControl = async (
  { without, finds, moods, edit }: SwitchedOff,
  seed: number,
): Promise<Control> => {
  const ground = await startGround([edit]);
  try {
    const runs = Array.from({ length: CONTROL_RUNS }, (_, n) => ({
      seed: seed + n,
      random: makeRandom(seed + n),
      moods,
    }));
    const played = await playMessages(ground, runs);
    return { without, found: played.some((one) => one[finds] > 0) };
  } finally {
    await ground.stop();
  }
};

export const campaign: Campaign = {
  name: 'messages',
  about:
    'Gateways that lie, hang, answer late, twice, never, refuse; workers killed between claim, send and mark; cancellations and changed numbers meanwhile',
  runs: { release: 1_000, ci: 20 },
  run: async ({ runs, seed, say }): Promise<Report> => {
    const total = { lost: 0, duplicated: 0, false_accepts: 0, undetected: 0, crashes: 0 };
    const seen = { taken: 0, killed: 0, workers: 0 };
    const notes: string[] = [];
    const controls: Control[] = [];
    const add = (played: Played): void => {
      for (const kind of ['lost', 'duplicated', 'false_accepts', 'undetected'] as const) {
        total[kind] += played[kind];
      }
      seen.taken += played.taken;
      seen.killed += played.killed;
      notes.push(...played.notes.map((note) => `run ${played.seed}: ${note}`));
    };
    const playAll = async (): Promise<void> => {
      const ground = await startGround();
      try {
        for (let first = 0; first < runs; first += BATCH) {
          const batch = Array.from({ length: Math.min(BATCH, runs - first) }, (_, n) => {
            const of = seed * 1_000_003 + first + n;
            const hangs = n === 0 && runs >= HANGS_FROM;
            return { seed: of, random: makeRandom(of), ...(hangs ? { moods: HANG } : {}) };
          });
          try {
            for (const played of await playMessages(ground, batch)) add(played);
          } catch (error) {
            total.crashes++;
            notes.push(`runs ${batch[0]?.seed} to ${batch.at(-1)?.seed}: ${inspect(error)}`);
          }
          say(`messages: ${Math.min(runs, first + BATCH)} of ${runs} runs`);
        }
        seen.workers = ground.workers.killed();
      } finally {
        await ground.stop();
      }
    };
    const playControls = async (): Promise<void> => {
      for (const one of CONTROLS) controls.push(await playControl(one, seed));
    };
    const postgres = await startOwnPostgres();
    process.env[SHARED_POSTGRES] = postgres.url;
    try {
      await Promise.all([playAll(), playControls()]);
    } finally {
      delete process.env[SHARED_POSTGRES];
      await postgres.stop();
    }
    const sizes = `${seen.taken} messages taken, ${seen.workers} workers killed with ${seen.killed} in their hands`;
    return { runs, ...total, controls, notes: [sizes, ...notes.slice(0, 200)] };
  },
};
