import { MAX_ENTRIES, type RolledBackReport } from '../../../shared/protocol/api/terminal.ts';
import type { Sequence } from '../../../shared/protocol/ids.ts';
import { err, ok, type Result } from '../../../shared/result.ts';
import { backOffMs } from '../../../shared/terminal/dock/dock.ts';
import { type ProblemCode, problemOf } from '../../../shared/terminal/problem.ts';
import type { Central, TerminalRecord } from '../ports/central.ts';
import type { Diagnostics } from '../ports/diagnostics.ts';
import type { Store } from '../ports/store.ts';
import { fitRequest, handInPage } from './run-dock.ts';

/**
 * Why a terminal hands in without accepting. `rolled-back`: its store is an old copy. `refused`:
 * central's log of it is another one. `revoked`: central has ended it, and takes its log to the end.
 */
export type QuarantineCause =
  | { readonly name: 'rolled-back'; readonly report: RolledBackReport }
  | { readonly name: 'refused' }
  | { readonly name: 'revoked' };

type Parts = {
  readonly record: TerminalRecord;
  readonly cause: QuarantineCause;
  readonly store: Store;
  readonly central: Central;
  readonly random: () => number;
  readonly diagnostics: Diagnostics;
  readonly changed: () => void;
};

/** A terminal's hand-in that goes on by itself while nothing is accepted. */
export type Quarantine = {
  /** How many entries central was not given yet. */
  readonly left: () => number;
  readonly stop: () => void;
};

/**
 * What a terminal does that accepts nothing any more: it hands in every entry that it has, until
 * central has been given all. The log of an old copy, or one that central does not take, is not
 * written and not acknowledged: what central answers there is believed for nothing but the end of
 * this.
 */
export const handInQuarantine = (parts: Parts): Quarantine => {
  const { cause, store, central, random, diagnostics, changed } = parts;
  /** With the keys that are in force; the store stays as it is. */
  let record = parts.record;
  let timer: NodeJS.Timeout | null = null;
  let stopped = false;
  /** How far a log was given that is not acknowledged. */
  let given = 0;

  const handInTaken = async (now: Parameters<typeof handInPage>[2]) => {
    while (store.waiting().entries > 0) {
      const handed = await handInPage({ store, central }, record, now);
      if (!handed.ok) return handed;
      if ('refused' in handed.value) return err('log-refused' as const);
      changed();
    }
    return ok(null);
  };
  const handInAll = async (now: Parameters<typeof handInPage>[2]) => {
    // The last one is given in any case: only so does central say what a backup has cost it.
    const had = store.acknowledged();
    let from = Math.min(had, Math.max(0, store.logPosition().sequence - 1)) as Sequence;
    let wentBack = false;
    for (;;) {
      const entries = fitRequest(store.entriesAfter(from, MAX_ENTRIES));
      const last = entries.at(-1);
      if (last === undefined) return ok(null);
      const answer = await central.handIn(record, entries, now);
      if (!answer.ok) return answer;
      const { acknowledged } = answer.value.receipt;
      if (acknowledged < from && !wentBack) {
        // Central came out of a backup that has less than it said it had.
        wentBack = true;
        from = acknowledged;
        continue;
      }
      from = last.entry.sequence as Sequence;
      given = Math.max(given, from);
      changed();
    }
  };

  const handIn = async (): Promise<Result<null, ProblemCode>> => {
    if (cause.name === 'rolled-back') {
      const reported = await central.reportRolledBack(record, cause.report);
      if (!reported.ok) return reported;
    }
    const now = await central.proveTime(record);
    if (!now.ok) return now;
    record = { ...record, ...now.value.trust };
    return cause.name === 'revoked' ? handInTaken(now.value.time) : handInAll(now.value.time);
  };

  const attempt = async (failures: number): Promise<void> => {
    const done = await handIn().catch((error: unknown) => err(problemOf(error)));
    if (stopped) return;
    diagnostics('quarantine', { handedIn: done.ok, problem: done.ok ? null : done.error });
    if (done.ok) return;
    timer = setTimeout(() => void attempt(failures + 1), backOffMs(failures, random()));
  };
  void attempt(0);
  return {
    left: () => store.logPosition().sequence - Math.max(store.acknowledged(), given),
    stop: () => {
      stopped = true;
      if (timer !== null) clearTimeout(timer);
    },
  };
};
