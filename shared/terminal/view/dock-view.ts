import type { FindingCode } from '../../protocol/api/terminal.ts';
import type { Day, Instant, Sequence } from '../../protocol/ids.ts';
import type { ProblemCode } from '../problem.ts';
import type { HistoryRow } from './history-view.ts';

export type DockView = {
  readonly name: 'dock';
  readonly phase: 'reaching' | 'handing-in' | 'pulling' | 'done' | 'failed';
  readonly handedIn: { readonly done: number; readonly total: number };
  readonly pulled: { readonly done: number; readonly total: number };
  /** Records that the depot does not have yet. */
  readonly notSent: number;
  /** Whether tries before this one have failed. */
  readonly again: boolean;
  readonly problem: ProblemCode | null;
  /** When the next try starts by itself, if one is planned. */
  readonly retryAt: Instant | null;
  readonly stops: number;
  /** What the terminal has now: the name of the route, its day, and whose it is. */
  readonly route: string | null;
  readonly day: Day | null;
  readonly driver: string | null;
  /** A newer version of the app that the depot offers; null if there is none. */
  readonly update: UpdateView | null;
  /** Where it was enrolled a moment ago, and its fingerprint to compare; null: that is over. */
  readonly enrolled: { readonly depot: string; readonly fingerprint: string } | null;
  /** What central found in what was handed in: how many, and the first of them. */
  readonly findings: { readonly total: number; readonly shown: readonly FindingView[] };
};

/** Something in what was handed in that a person must look at, and where it was. */
export type FindingView = {
  /** The number of its entry. */
  readonly sequence: Sequence;
  readonly code: FindingCode;
  readonly at: Instant | null;
  readonly stop: HistoryRow['stop'];
};

export type UpdateView =
  | { readonly state: 'fetching'; readonly version: string; readonly percent: number }
  /** Fetched, and what the release key signed; IT installs it. */
  | { readonly state: 'ready'; readonly version: string }
  /** What is offered is not genuine, or not whole. */
  | { readonly state: 'refused' };
