import type { DeliveryId, Instant, Sequence } from '../../../shared/protocol/ids.ts';
import type { Entry, EntryContent } from '../../../shared/protocol/log/entry.ts';
import { ok, type Result } from '../../../shared/result.ts';
import type { ProblemCode } from '../../../shared/terminal/problem.ts';
import type { HistoryRow, HistoryView } from '../../../shared/terminal/view/history-view.ts';
import type { LogWriter } from '../log/write-log.ts';
import type { Store } from '../ports/store.ts';

const BATCH = 200;
const PAGE = 40;

/** The entries since an instant, newest first. */
function* entriesSince(store: Store, since: Instant): Generator<Entry> {
  let below = store.logPosition().sequence + 1;
  for (;;) {
    const batch = store.entriesBefore(below, BATCH);
    for (const { entry } of batch) {
      if (entry.time.at < since) return;
      yield entry;
    }
    if (batch.length < BATCH) return;
    below -= BATCH;
  }
}

/** What later entries say of an exception: read newest first, so that they come before it. */
type Later = {
  readonly undone: Set<Sequence>;
  /** Stops that have ended otherwise since. */
  readonly ended: Set<DeliveryId>;
};

const whatOf = (
  content: EntryContent,
  sequence: Sequence,
  { undone, ended }: Later,
): HistoryRow['what'] | null => {
  switch (content.kind) {
    case 'hand-over':
      ended.add(content.delivery);
      return { kind: 'accepted', by: content.purpose };
    case 'exception': {
      const isUndone = undone.has(sequence);
      const mayUndo = !isUndone && !ended.has(content.delivery);
      // An older one of the same stop is over, even if this one was taken back.
      ended.add(content.delivery);
      return { kind: 'exception', outcome: content.outcome, undone: isUndone, mayUndo };
    }
    case 'exception-undone':
      undone.add(content.undoes);
      return null;
    case 'attempt':
      return { kind: 'refused', reason: content.refusal.reason, count: 1 };
    default:
      return null;
  }
};

const deliveryOf = (content: EntryContent): DeliveryId | null =>
  'delivery' in content ? content.delivery : null;

type Found = Omit<HistoryRow, 'stop'> & { readonly delivery: DeliveryId | null };

const isSameRefusal = (row: Found | undefined, what: HistoryRow['what'], of: DeliveryId | null) =>
  row?.what.kind === 'refused' &&
  what.kind === 'refused' &&
  row.what.reason === what.reason &&
  row.delivery === of;

const readHistory = (store: Store, since: Instant): Found[] => {
  const later: Later = { undone: new Set(), ended: new Set() };
  const rows: Found[] = [];
  for (const { content, sequence, time } of entriesSince(store, since)) {
    const what = whatOf(content, sequence, later);
    if (what === null) continue;
    const delivery = deliveryOf(content);
    const last = rows.at(-1);
    if (last !== undefined && isSameRefusal(last, what, delivery)) {
      const count = last.what.kind === 'refused' ? last.what.count + 1 : 1;
      rows[rows.length - 1] = { ...last, what: { ...last.what, count } as HistoryRow['what'] };
    } else rows.push({ sequence, at: time.at, delivery, what });
  }
  return rows;
};

/** A page of what was done since an instant, newest first. */
export const historyView = (store: Store, since: Instant, from: number): HistoryView => {
  const all = readHistory(store, since);
  const start = Math.min(from, Math.max(0, all.length - 1));
  return {
    name: 'history',
    rows: all.slice(start, start + PAGE).map(({ delivery, ...row }) => {
      const stop = delivery === null ? null : store.stop(delivery);
      if (stop === null) return { ...row, stop: null };
      const { position, address, customer } = stop;
      return { ...row, stop: { position, street: address[0] ?? '', customer } };
    }),
    from: start,
    total: all.length,
  };
};

/**
 * Takes back the exception by which a stop ended, by an entry of its own. Null if there is nothing
 * to take back: it is no exception, was taken back before, or the stop has ended otherwise since.
 */
export const undoException = async (
  log: LogWriter,
  store: Store,
  sequence: Sequence,
  since: Instant,
): Promise<Result<Entry | null, ProblemCode>> => {
  const row = readHistory(store, since).find((one) => one.sequence === sequence);
  if (row?.what.kind !== 'exception' || !row.what.mayUndo || row.delivery === null) return ok(null);
  const { delivery } = row;
  return log.append({ kind: 'exception-undone', delivery, undoes: sequence }, (writer) =>
    writer.undoException(delivery),
  );
};
