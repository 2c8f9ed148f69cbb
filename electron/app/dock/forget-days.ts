import type { Day } from '../../../shared/protocol/ids.ts';
import type { Result } from '../../../shared/result.ts';
import type { ProblemCode } from '../../../shared/terminal/problem.ts';
import type { Diagnostics } from '../ports/diagnostics.ts';
import type { Today } from './erase-over.ts';

/** Forgets what is personal in entries, without a docking. */
export type ForgetDays = {
  /** Looks whether it is time; the terminal looks every few seconds. */
  readonly look: () => void;
};

type Parts = {
  readonly today: () => Today;
  /** Not while it docks, after a failure, at a stop, or while IT is at work. */
  readonly mayForget: () => boolean;
  readonly forget: (today: Today) => Result<unknown, ProblemCode>;
  readonly diagnostics: Diagnostics;
};

/**
 * A terminal that docks on the road alone, or lies in a drawer, forgets by itself what central has and
 * whose day is over: once after each start, and once each day. What fails then fails at a door too,
 * which says so.
 */
export const makeForgetDays = ({ today, mayForget, forget, diagnostics }: Parts): ForgetDays => {
  let lookedOn: Day | null = null;
  return {
    look: () => {
      if (!mayForget()) return;
      const now = today();
      if (now.day === lookedOn) return;
      lookedOn = now.day;
      const done = forget(now);
      if (!done.ok) diagnostics('forget-failed', { problem: done.error });
    },
  };
};
