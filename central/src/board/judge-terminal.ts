import type { Instant } from '../../../shared/protocol/ids.ts';
import { HOUR } from '../clock.ts';

/** What central knows of a terminal's day: the routes of today, and what is still open of before. */
export type TerminalFacts = {
  /** Findings that nobody has settled. */
  readonly findings: number;
  readonly lastDock: Instant | null;
  readonly open: number;
  /** Delivered, not delivered, or over. */
  readonly closed: number;
  /** Whether there are open stops that the terminal has not been given yet, as far as central knows. */
  readonly isLacking: boolean;
  /** When the first stop is expected, and the last that is open. */
  readonly firstArrival: Instant | null;
  readonly lastArrival: Instant | null;
};

export type TerminalState =
  /** A person must decide something. */
  | 'needs-you'
  /** It is on the road: it has stops of which central knows no end. */
  | 'out'
  /** It is at the depot and has its route, or must still be given it. */
  | 'ready'
  | 'waiting'
  /** Everything that it was given is in. */
  | 'in';

export type Judgement = {
  readonly state: TerminalState;
  readonly why: 'findings' | 'docking-overdue' | null;
  /** How long after the last expected arrival it is still out, in milliseconds; 0 within the hour. */
  readonly lateMs: number;
};

/** A route that ends within the hour after its last arrival is as planned. */
const AS_PLANNED_MS = HOUR;

/** How a terminal stands at a moment, given how long it may go without docking. */
export const judgeTerminal = (
  facts: TerminalFacts,
  now: Instant,
  { leaseMs }: { readonly leaseMs: number },
): Judgement => {
  const { findings, lastDock, open, closed, isLacking, firstArrival, lastArrival } = facts;
  const judged = (state: TerminalState, why: Judgement['why'] = null, lateMs = 0): Judgement => ({
    state,
    why,
    lateMs,
  });
  if (findings > 0) return judged('needs-you', 'findings');
  if (open === 0) return judged('in');
  if (lastDock !== null && now - lastDock > leaseMs) return judged('needs-you', 'docking-overdue');
  const hasBegun = closed > 0 || (firstArrival !== null && now >= firstArrival);
  if (!hasBegun) return judged(isLacking ? 'waiting' : 'ready');
  const past = lastArrival === null ? 0 : now - lastArrival;
  return judged('out', null, past > AS_PLANNED_MS ? past : 0);
};
