import type { Day } from '../../../shared/protocol/ids.ts';
import { err, type Result } from '../../../shared/result.ts';
import { type ProblemCode, problemOf } from '../../../shared/terminal/problem.ts';
import type { Diagnostics } from '../ports/diagnostics.ts';

/** Forgets what is over without a docking. */
export type ForgetDays = {
  /** Looks whether it is time; the terminal looks every few seconds. */
  readonly look: () => void;
};

type Parts = {
  /** The depot's day. */
  readonly today: () => Day;
  /** Not while it docks, after a failure, at a stop, or while IT is at work. */
  readonly mayForget: () => boolean;
  readonly forget: () => Promise<Result<unknown, ProblemCode>>;
  readonly diagnostics: Diagnostics;
};

/**
 * A terminal that docks on the road alone, or lies in a drawer, forgets by itself what central has and
 * whose day is over: once after each start, and once each day. It is not tried again before that,
 * because nobody is to be asked for a locked keychain all day long.
 */
export const makeForgetDays = ({ today, mayForget, forget, diagnostics }: Parts): ForgetDays => {
  let lookedOn: Day | null = null;
  const run = async (): Promise<void> => {
    const done = await forget().catch((error: unknown) => err(problemOf(error)));
    if (!done.ok) diagnostics('forget-failed', { problem: done.error });
  };
  return {
    look: () => {
      if (!mayForget()) return;
      const day = today();
      if (day === lookedOn) return;
      lookedOn = day;
      void run();
    },
  };
};
