import { startOwnPostgres, type TestPostgres } from '../central/src/testing/test-central.ts';
import { CONTROLS, FLOOD_CONTROLS, PLAYED, type SwitchedOff } from './api/controls.ts';
import { LIMITS, playFloods } from './api/floods.ts';
import type { Fault } from './api/judge.ts';
import { playApi } from './api/play-api.ts';
import { setStage } from './api/stage.ts';
import { playTiming } from './api/timing.ts';
import { type Campaign, type Control, makeRandom, type Report } from './campaign.ts';
import { type AttackedCentral, startAttackedCentral } from './support/attacked-central.ts';

/** So many requests are played with one set of people: then they are others. */
const A_STAGE = 5_000;
/** Enough that each of a few operations is asked by everybody, in both depots. */
const CONTROL_RUNS = 320;

const withCentral = async <T>(
  starting: Promise<AttackedCentral>,
  act: (central: AttackedCentral) => Promise<T>,
): Promise<T> => {
  const central = await starting;
  try {
    return await act(central);
  } finally {
    await central.stop();
  }
};

const editsOf = (controls: readonly SwitchedOff[]) => controls.flatMap(({ edits }) => edits);
const judgeControls = (controls: readonly SwitchedOff[], notes: readonly string[]): Control[] =>
  controls.map(({ without, finds }) => ({ without, found: notes.some((one) => finds.test(one)) }));

/** The same with protections switched off, of which none hides another. */
const playControls = async (postgres: TestPostgres, seed: number): Promise<Control[]> => {
  const attacked = startAttackedCentral(postgres, editsOf(CONTROLS));
  const notes = await withCentral(attacked, async (central) => {
    const stage = await setStage(central);
    const random = makeRandom(seed);
    const played = await playApi(stage, CONTROL_RUNS, random, ({ id }) => PLAYED.has(id));
    const timed = await playTiming(stage, random);
    return [...played.notes, ...timed.map(({ what }) => what)];
  });
  const flooded = startAttackedCentral(postgres, editsOf(FLOOD_CONTROLS), LIMITS);
  const floods = await withCentral(flooded, playFloods);
  return [
    ...judgeControls(CONTROLS, notes),
    ...judgeControls(
      FLOOD_CONTROLS,
      floods.map(({ what }) => what),
    ),
  ];
};

export const campaign: Campaign = {
  name: 'api',
  about:
    'every operation of the API, asked by every role, right, key and session, and by those who have none any more, about their own depot and another one, with generated bodies, again, and in floods',
  runs: { release: 10_000, ci: 900 },
  run: async ({ runs, seed, say, withControls }): Promise<Report> => {
    const total = { lost: 0, duplicated: 0, false_accepts: 0, undetected: 0, crashes: 0 };
    const notes: string[] = [];
    const done = new Set<string>();
    let [operations, people, replayed] = [0, 0, 0];
    const add = (faults: readonly Fault[]): void => {
      for (const { kind, what } of faults) {
        total[kind]++;
        notes.push(what);
      }
    };
    const playStage = async (postgres: TestPostgres, first: number): Promise<void> => {
      await withCentral(startAttackedCentral(postgres), async (central) => {
        const stage = await setStage(central);
        operations = stage.schemas.operations.length;
        people = stage.everybody.length;
        const random = makeRandom(seed * 1_000_003 + first);
        const many = Math.min(A_STAGE, runs - first);
        const tell = (n: number) => say(`api: ${first + n} of ${runs} requests`);
        const played = await playApi(stage, many, random, undefined, tell);
        for (const kind of [
          'lost',
          'duplicated',
          'false_accepts',
          'undetected',
          'crashes',
        ] as const) {
          total[kind] += played[kind];
        }
        notes.push(...played.notes);
        replayed += played.replayed;
        for (const id of played.done) done.add(id);
        add(await playTiming(stage, random));
      });
      await withCentral(startAttackedCentral(postgres, [], LIMITS), async (central) =>
        add(await playFloods(central)),
      );
    };
    const postgres = await startOwnPostgres();
    try {
      for (let first = 0; first < runs; first += A_STAGE) await playStage(postgres, first);
      const controls = withControls ? await playControls(postgres, seed) : [];
      const sizes = `${operations} operations, ${people} who ask; something came of ${done.size} operations; ${replayed} sent again`;
      return { runs, ...total, controls, notes: [sizes, ...notes.slice(0, 200)] };
    } finally {
      await postgres.stop();
    }
  },
};
