import type { Campaign, Control, Report } from './campaign.ts';
import { CONTROLS } from './histories/controls.ts';
import { search } from './histories/search.ts';

/** Histories that are drawn from one seed. */
const BATCH = 50;
/** In so many histories what a missing protection lets in must be found. */
const CONTROL_RUNS = 400;
/** Between two places from which they are drawn. */
const APART = 1_000;

const byNumber = (seen: ReadonlyMap<string, number>): string =>
  [...seen]
    .sort(([, one], [, other]) => other - one)
    .map(([what, times]) => `${what} ${times}`)
    .join(', ');

export const campaign: Campaign = {
  name: 'histories',
  about:
    'Days of people with a terminal, as chance writes them, with a model of the protocol beside',
  runs: { release: 20_000, ci: 120 },
  run: async ({ runs, seed, say, withControls }): Promise<Report> => {
    const total = { lost: 0, duplicated: 0, false_accepts: 0, undetected: 0, crashes: 0 };
    const seen = new Map<string, number>();
    const notes: string[] = [];
    const controls: Control[] = [];
    for (const off of withControls ? CONTROLS : []) {
      const from = seed + (off.drawnFrom ?? 0) * APART;
      const one = await search({ runs: CONTROL_RUNS, seed: from, shrinks: false }, off);
      controls.push({ without: off.without, found: one.found !== null });
      say(`histories: without ${off.without}, ${one.runs} histories`);
    }
    let said = performance.now();
    let played = 0;
    for (let batch = 0; played < runs; batch++) {
      const of = seed * 1_000_003 + batch;
      const one = await search({ runs: Math.min(BATCH, runs - played), seed: of });
      played += one.runs;
      for (const [what, times] of one.seen) seen.set(what, (seen.get(what) ?? 0) + times);
      if (one.found !== null) {
        total[one.found.kind]++;
        notes.push(`seed ${of}: ${one.found.report}`);
      }
      if (performance.now() - said < 1_000) continue;
      said = performance.now();
      say(`histories: ${played} of ${runs}`);
    }
    return { runs: played, ...total, controls, notes: [byNumber(seen), ...notes] };
  },
};
