import { MAX_ENTRIES, type RolledBackReport } from '../../shared/api/terminal.ts';
import { backOffMs } from '../../shared/dock/dock.ts';
import type { Sequence } from '../../shared/ids.ts';
import { type ProblemCode, problemOf } from '../../shared/problem.ts';
import { err, ok, type Result } from '../../shared/result.ts';
import type { Central, Diagnostics, Store, TerminalRecord } from './ports.ts';
import { fitRequest } from './run-dock.ts';

type Parts = {
  readonly record: TerminalRecord;
  readonly report: RolledBackReport;
  readonly store: Store;
  readonly central: Central;
  readonly random: () => number;
  readonly diagnostics: Diagnostics;
};

/**
 * What a terminal does whose store is an old copy: it tells central so, and hands in every entry
 * that it has. It writes nothing, for whatever it wrote would fork its own log; so what central
 * answers is believed for nothing but the end of this. Tries until central has it all.
 */
export const handInQuarantine = (parts: Parts): { readonly stop: () => void } => {
  const { record, report, store, central, random, diagnostics } = parts;
  let timer: NodeJS.Timeout | null = null;
  let stopped = false;

  const handIn = async (): Promise<Result<null, ProblemCode>> => {
    const reported = await central.reportRolledBack(record, report);
    if (!reported.ok) return reported;
    const now = await central.proveTime(record);
    if (!now.ok) return now;
    let from = store.acknowledged();
    let wentBack = false;
    for (;;) {
      const entries = fitRequest(store.entriesAfter(from, MAX_ENTRIES));
      const last = entries.at(-1);
      if (last === undefined) return ok(null);
      const answer = await central.handIn(record, entries, now.value);
      if (!answer.ok) return answer;
      const { acknowledged } = answer.value.receipt;
      if (acknowledged < from && !wentBack) {
        // Central came out of a backup that has less than it said it had.
        wentBack = true;
        from = acknowledged;
        continue;
      }
      from = last.entry.sequence as Sequence;
    }
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
    stop: () => {
      stopped = true;
      if (timer !== null) clearTimeout(timer);
    },
  };
};
