import type { Sequence, StaffId } from '../../../shared/protocol/ids.ts';
import { err, ok, type Result } from '../../../shared/result.ts';
import type { ProblemCode } from '../../../shared/terminal/problem.ts';
import { handInPage } from '../dock/run-dock.ts';
import type { LogWriter } from '../log/write-log.ts';
import type { Central, TerminalRecord } from '../ports/central.ts';
import type { Store } from '../ports/store.ts';

type Parts = {
  readonly store: Store;
  readonly central: Central;
  readonly log: LogWriter;
  readonly record: TerminalRecord;
  /** Who of IT wipes it; null where the wipe was begun before a restart. */
  readonly by: StaffId | null;
};

/** Whether the log's newest entry is its last: then the terminal does nothing any more. */
export const isWiped = (store: Store): boolean => {
  const { sequence } = store.logPosition();
  if (sequence < 1) return false;
  const [newest] = store.entriesAfter((sequence - 1) as Sequence, 1);
  return newest?.entry.content.kind === 'wiped';
};

/**
 * Ends a terminal's log with proof: hands in what waits, writes the entry `wiped`, and hands that in
 * too. Only when central has signed for all of it does this succeed; what is then deleted is at
 * central. Cut anywhere, it can be done again.
 */
export const wipeTerminal = async ({
  store,
  central,
  log,
  record,
  by,
}: Parts): Promise<Result<null, ProblemCode>> => {
  const handInAll = async (): Promise<Result<null, ProblemCode>> => {
    const now = await central.proveTime(record);
    if (!now.ok) return now;
    const trusted = { ...record, ...now.value.trust };
    while (store.waiting().entries > 0) {
      const handed = await handInPage({ store, central }, trusted, now.value.time);
      if (!handed.ok) return handed;
      if ('refused' in handed.value) return err('log-refused');
    }
    return ok(null);
  };
  const before = await handInAll();
  if (!before.ok || isWiped(store)) return before;
  const last = await log.append({ kind: 'wiped', by });
  return last.ok ? handInAll() : last;
};
