import type { Instant, Sequence } from '../../protocol/ids.ts';
import type { ExceptionOutcome } from '../../protocol/outcome.ts';
import type { Purpose, Refusal } from '../../protocol/verdict.ts';

/** What was done today, newest first. */
export type HistoryView = {
  readonly name: 'history';
  readonly rows: readonly HistoryRow[];
  readonly from: number;
  readonly total: number;
};
export type HistoryRow = {
  /** The entry of the log that says so: the newest, of several alike. */
  readonly sequence: Sequence;
  readonly at: Instant;
  /** Null for what belonged to no stop of the route. */
  readonly stop: {
    readonly position: number;
    readonly street: string;
    readonly customer: string;
  } | null;
  readonly what:
    | { readonly kind: 'accepted'; readonly by: Purpose }
    | {
        readonly kind: 'exception';
        readonly outcome: ExceptionOutcome;
        readonly undone: boolean;
        /** It is how the stop ended, and may be taken back. */
        readonly mayUndo: boolean;
      }
    | { readonly kind: 'refused'; readonly reason: Refusal['reason']; readonly count: number };
};
