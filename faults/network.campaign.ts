import { SHARED_POSTGRES, startOwnPostgres } from '../central/src/testing/test-central.ts';
import type { Campaign, Control, Report } from './campaign.ts';
import { CONTROLS, type SwitchedOff } from './network/controls.ts';
import { isKill } from './network/line-faults.ts';
import { runPlayer, type SaidByPlayer } from './network/run-player.ts';

/** Players that play at once: each has two processes of central, and waits for them mostly. */
const LANES = 2;
/** In so many runs what a missing protection lets in must be found. */
const CONTROL_RUNS = 12;

/** The product as it is, against everything. */
const HONEST = { untilWrong: false, serving: 2, only: null, edits: [] } as const;

const splitRuns = (runs: number): readonly number[] =>
  Array.from({ length: LANES }, (_, lane) => Math.floor((runs + lane) / LANES));

const playControl = async (
  { without, finds, only, edit }: SwitchedOff,
  seed: number,
): Promise<Control> => {
  let found = false;
  const serving = only.some(isKill) ? 1 : 0;
  const options = { from: seed, runs: CONTROL_RUNS, untilWrong: true, serving, only };
  await runPlayer({ ...options, edits: [edit] }, ({ wrongs }) => {
    found ||= wrongs.some(({ kind }) => kind === finds);
  });
  return { without, found };
};

/** Does all of it, so many at once. */
const inLanes = async (acts: readonly (() => Promise<void>)[]): Promise<void> => {
  const left = [...acts];
  const lane = async (): Promise<void> => {
    for (let act = left.shift(); act !== undefined; act = left.shift()) await act();
  };
  await Promise.all(Array.from({ length: LANES }, lane));
};

export const campaign: Campaign = {
  name: 'network',
  about:
    'A line that cuts, delays, doubles, reorders, truncates and replays at every byte that matters; two terminals with one delivery; processes of central killed',
  runs: { release: 1_000, ci: 12 },
  run: async ({ runs, seed, say }): Promise<Report> => {
    const total = { lost: 0, duplicated: 0, false_accepts: 0, undetected: 0, crashes: 0 };
    const seen = { entries: 0, handOvers: 0, raced: 0, killed: 0 };
    const faults = new Map<string, number>();
    const notes: string[] = [];
    const controls: Control[] = [];
    let played = 0;
    let said = performance.now();
    const heard = (one: SaidByPlayer): void => {
      played++;
      for (const { kind, what } of one.wrongs) {
        total[kind]++;
        notes.push(`run ${one.seed}: ${kind}: ${what}`);
      }
      total.crashes += one.crashes.length;
      for (const crash of one.crashes) notes.push(`run ${one.seed}: ${crash}`);
      for (const figure of ['entries', 'handOvers', 'raced', 'killed'] as const) {
        seen[figure] += one[figure];
      }
      for (const [name, times] of one.faults) faults.set(name, (faults.get(name) ?? 0) + times);
      if (performance.now() - said < 2_000) return;
      said = performance.now();
      say(`network: ${played} of ${runs} runs`);
    };
    const postgres = await startOwnPostgres();
    process.env[SHARED_POSTGRES] = postgres.url;
    try {
      const from = seed * 1_000_003;
      await inLanes([
        ...splitRuns(runs).map(
          (share, lane) => () =>
            runPlayer({ ...HONEST, from: from + lane * runs, runs: share }, heard),
        ),
        ...CONTROLS.map((one) => async () => {
          controls.push(await playControl(one, seed));
          say(`network: control ${controls.length} of ${CONTROLS.length}`);
        }),
      ]);
    } finally {
      delete process.env[SHARED_POSTGRES];
      await postgres.stop();
    }
    const sizes = `${seen.entries} entries, ${seen.handOvers} hand-overs, of which ${seen.raced} were of a delivery that the other terminal handed over as well; ${seen.killed} processes of central killed`;
    const all = [...faults].sort(([, one], [, other]) => other - one);
    const times = `faults: ${all.map(([name, n]) => `${name} ${n}`).join(', ')}`;
    return { runs: played, ...total, controls, notes: [sizes, times, ...notes.slice(0, 200)] };
  },
};
