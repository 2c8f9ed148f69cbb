import { postgresVersion } from '../central/src/testing/postgres-server.ts';
import { type Campaign, type Control, makeRandom, type Report } from './campaign.ts';
import { playTrouble } from './database/play-database.ts';
import { setStage } from './database/stage.ts';
import { TROUBLES, type Trouble } from './database/troubles.ts';
import { within } from './support/within.ts';

/** At a release's size; a quick look has fewer. */
const TERMINALS = 50;
const FEW = 6;
const MANY_FROM = 100;
const CONTROL_RUNS = 4;

/** The same with a standby that nobody waits for. */
const playControl = async (seed: number): Promise<Control> => {
  const stage = await within('a stage for the control', setStage('for-nobody', FEW));
  try {
    let found = false;
    for (let n = 0; n < CONTROL_RUNS && !found; n++) {
      found = (await playTrouble(stage, 'fail-over', makeRandom(seed + n))).lost > 0;
    }
    return { without: 'waiting for the standby', found };
  } finally {
    await within('the end of the stage', stage.stop());
  }
};

export const campaign: Campaign = {
  name: 'database',
  about:
    'PostgreSQL that restarts, fails over, is full, slow, cut off, restored from a backup, while terminals dock at two processes of central',
  runs: { release: 400, ci: TROUBLES.length },
  run: async ({ runs, seed, say, withControls }): Promise<Report> => {
    const total = { lost: 0, duplicated: 0, false_accepts: 0, undetected: 0, crashes: 0 };
    const notes: string[] = [];
    const times = new Map<Trouble, number>();
    const terminals = runs >= MANY_FROM ? TERMINALS : FEW;
    const stage = await within('the stage', setStage('for-standby', terminals));
    const troubles = TROUBLES.filter((one) => one !== 'disk full' || stage.disk !== null);
    let figures = '';
    try {
      for (let n = 0, isStuck = false; n < runs && !isStuck; n++) {
        const trouble = troubles[n % troubles.length] ?? 'fail-over';
        const own = seed * 1_000_003 + n;
        const played = await playTrouble(stage, trouble, makeRandom(own));
        for (const kind of ['lost', 'duplicated', 'undetected', 'crashes'] as const) {
          total[kind] += played[kind];
        }
        isStuck = played.isStuck;
        notes.push(...played.notes.map((note) => `run ${n} (seed ${own}): ${note}`));
        times.set(trouble, (times.get(trouble) ?? 0) + 1);
        say(`database: ${n + 1} of ${runs} runs`);
      }
      const { handhelds } = stage;
      const entries = handhelds.reduce((sum, one) => sum + one.log.length, 0);
      const refusals = handhelds.reduce((sum, one) => sum + one.refusals(), 0);
      figures = `${postgresVersion()}; ${terminals} terminals, ${entries} entries, ${refusals} requests that were told to come again or got no answer`;
    } finally {
      await within('the end of the stage', stage.stop());
    }
    const controls = withControls ? [await playControl(seed)] : [];
    const seen = [...times].map(([name, n]) => `${name} ${n}`).join('; ');
    const without = stage.disk === null ? ['no disk could be made that fills: left out'] : [];
    return { runs, ...total, controls, notes: [figures, seen, ...without, ...notes.slice(0, 200)] };
  },
};
