import type { Findings } from '../campaign.ts';
import type { Fault } from '../kill/invariants.ts';
import type { Done } from './run-worker.ts';

/** Adds up what was found, and tells like from like in few sentences. */
export interface Tally {
  readonly add: (done: Done) => void;
  readonly counts: () => {
    readonly fault: number;
    readonly loss: number;
    readonly late: number;
    /** A problem is said at the start, because the keychain's last answer was lost with the power. */
    readonly lateAlarms: number;
  };
  readonly figures: () => Omit<Findings, 'runs'>;
  readonly notes: () => string[];
}

/** After a power loss that the keychain did not survive whole, this may have to be said. */
const isAlarm = ({ what }: Fault): boolean => /store-(rolled-back|key-missing)$/.test(what);

export const makeTally = (): Tally => {
  const figures = { lost: 0, duplicated: 0, false_accepts: 0, undetected: 0, crashes: 0 };
  const counts = { fault: 0, loss: 0, late: 0, lateAlarms: 0 };
  const alike = new Map<string, { times: number; readonly first: string }>();
  return {
    add: ({ kind, where, faults }) => {
      counts[kind] += 1;
      const counted = kind === 'late' ? faults.filter((fault) => !isAlarm(fault)) : faults;
      if (counted.length < faults.length) counts.lateAlarms += 1;
      for (const figure of new Set(counted.map((fault) => fault.kind))) figures[figure] += 1;
      // Of the paths of a machine only the file's name is told.
      const what = counted
        .map((fault) => `${fault.kind}: ${fault.what.replace(/'\/[^']*\//g, "'")}`)
        .join('; ');
      if (what === '') return;
      const key = what.replace(/\d+/g, '#');
      const seen = alike.get(key);
      if (seen === undefined) alike.set(key, { times: 1, first: `${where}: ${what}` });
      else seen.times += 1;
    },
    counts: () => counts,
    figures: () => figures,
    notes: () =>
      [...alike.values()]
        .sort((a, b) => b.times - a.times)
        .map(({ times, first }) => `${times} ×, first: ${first}`),
  };
};
