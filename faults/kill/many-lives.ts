import { mkdtempSync, rmSync } from 'node:fs';
import path from 'node:path';
import { hashEntry } from '../../shared/protocol/log/chain.ts';
import { makeRandom } from '../campaign.ts';
import type { LivesDay } from './depot-day.ts';
import type { Found } from './inspect-store.ts';
import { type Fault, makeInvariantsChecker } from './invariants.ts';
import { type Death, liveAndDie } from './live-and-die.ts';
import type { Said } from './said.ts';

export interface LivesOptions {
  /** The bundled victim. */
  readonly victim: string;
  readonly inspect: (folder: string, scratch: string) => Promise<Found | string | null>;
  readonly forget: (folder: string) => Promise<void>;
  /** Begins the day of one more terminal at the depot. */
  readonly startDay: () => Promise<LivesDay>;
  /** Where profiles are made and removed. */
  readonly folder: string;
  readonly seed: number;
  /** So many times it is killed. */
  readonly lives: number;
  /** Codes are scanned and nothing else, and it is never killed while it starts. */
  readonly codesOnly: boolean;
  /** Called after each life with what was wrong, if anything was, and what was said in it. */
  readonly lived: (life: number, faults: readonly Fault[], said: readonly Said[]) => void;
}

/** Kills come so long after a scan at most: among its writes, and with codes alone at any time. */
const SPREAD_MS = 40;
const CODES_SPREAD_MS = 150;

/** Where in its life a terminal is killed: mostly among its scans, sometimes while it starts. */
const planDeath = (random: () => number, codesOnly: boolean): Death =>
  !codesOnly && random() < 0.2
    ? { scans: 0, afterMs: random() * 500 }
    : {
        scans: 1 + Math.floor(random() * (codesOnly ? 3 : 6)),
        afterMs: random() * (codesOnly ? CODES_SPREAD_MS : SPREAD_MS),
      };

/** What central has must be the terminal's own log, entry for entry, and nothing to look at. */
const compareWithCentral = async (day: LivesDay, found: Found): Promise<Fault[]> => {
  const known = await day.known();
  if (known === null) return [{ kind: 'lost', what: 'central does not know this terminal' }];
  const { findings, stored: theirs } = known;
  const faults: Fault[] = findings.map((what) => ({
    kind: what.startsWith('second') ? 'duplicated' : 'undetected',
    what: `central found: ${what}`,
  }));
  const own = found.entries.map(({ entry }) => hashEntry(entry));
  if (theirs.some((hash, i) => hash !== own[i])) {
    faults.push({ kind: 'lost', what: 'central has entries that the terminal has not' });
  }
  if (found.acknowledged > theirs.length) {
    faults.push({ kind: 'lost', what: 'more counts as handed in than central has' });
  }
  return faults;
};

/**
 * One terminal from its first start on, killed again and again, and looked at after each time. At
 * the end it hands everything in. It stops at the first fault: what follows would follow from it.
 */
export const liveManyLives = async (options: LivesOptions): Promise<void> => {
  const { seed, lives, lived } = options;
  const random = makeRandom(seed);
  const base = mkdtempSync(path.join(options.folder, 'terminal-'));
  const folder = path.join(base, 'profile');
  const day = await options.startDay();
  const { enrolment, goOn } = day;
  const checker = makeInvariantsChecker();
  try {
    for (let life = 0; life <= lives; life++) {
      const death = life < lives ? planDeath(random, options.codesOnly) : null;
      const one = {
        ...options,
        folder,
        enrolment,
        goOn,
        seed: Math.floor(random() * 2 ** 31),
        death,
      };
      const { said, asPlanned, errors } = await liveAndDie(one);
      const found = await options.inspect(folder, path.join(base, 'copy'));
      const faults = checker.check(said, found, await day.presenceKeys());
      if (!asPlanned && faults.length === 0) {
        faults.push({ kind: 'crashes', what: `it ended by itself: ${errors.slice(-300)}` });
      }
      if (found !== null && typeof found === 'object' && found.entries.length > 0) {
        faults.push(...(await compareWithCentral(day, found)));
        if (death === null && found.acknowledged !== found.entries.length) {
          faults.push({ kind: 'lost', what: 'not everything was handed in at the end' });
        }
      }
      if (death !== null || faults.length > 0) lived(life, faults, said);
      if (faults.length > 0) return;
    }
  } finally {
    await options.forget(folder);
    rmSync(base, { recursive: true, force: true });
  }
};
