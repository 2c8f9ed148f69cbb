import fc from 'fast-check';
import { histories } from './commands/histories.ts';
import { type Kind, Wrong } from './must.ts';
import { playHistory } from './play-history.ts';
import type { SwitchedOff } from './terminal-under-test.ts';

/** Up to so many commands or episodes of them. */
const LONGEST = 20;

export type Search = {
  readonly runs: number;
  /** How often what happened. */
  readonly seen: ReadonlyMap<string, number>;
  /** Null: the model held. Else the kind, and seed, path and shortest history for people. */
  readonly found: { readonly kind: Kind; readonly report: string } | null;
};

/** Plays so many histories, and looks for one in which the product is not as the model has it. */
export const search = async (
  of: { readonly runs: number; readonly seed: number; readonly shrinks?: false },
  off: SwitchedOff | null = null,
): Promise<Search> => {
  const seen = new Map<string, number>();
  const property = fc.asyncProperty(histories(LONGEST), async (history) => {
    for (const [what, times] of await playHistory(history, off)) {
      seen.set(what, (seen.get(what) ?? 0) + times);
    }
  });
  const details = await fc.check(property, {
    numRuns: of.runs,
    seed: of.seed,
    endOnFailure: of.shrinks === false,
  });
  const { numRuns: runs, failed, errorInstance: error } = details;
  if (!failed) return { runs, seen, found: null };
  const kind = error instanceof Wrong ? error.kind : 'crashes';
  const cause = error instanceof Error ? error.message : String(error);
  return { runs, seen, found: { kind, report: `${cause}\n${fc.defaultReportMessage(details)}` } };
};
