import { PIN_ATTEMPTS } from '../protocol/crew/pin.ts';
import type { Instant } from '../protocol/ids.ts';
import { type Policy, waitAfter } from '../protocol/policy.ts';
import type { ProblemCode } from './problem.ts';

/** Why somebody was not signed in; `attemptsLeft` is null where nobody has that number. */
export type SignInRefusal =
  | { readonly reason: 'unknown-badge' | 'removed' | 'not-a-driver' | 'no-badge' }
  | { readonly reason: 'wrong-pin'; readonly attemptsLeft: number | null }
  | { readonly reason: 'pin-locked'; readonly until: Instant | null }
  | { readonly reason: 'not-recorded'; readonly problem: ProblemCode };

type Tries = { readonly count: number; readonly lastAt: Instant | null };

/** Whether a PIN may be tried now, after so many wrong ones; as for customers' codes. */
export const pinLock = (
  { count, lastAt }: Tries,
  now: Instant,
  policy: Pick<Policy, 'waitsMs'>,
): (SignInRefusal & { readonly reason: 'pin-locked' }) | null => {
  if (count >= PIN_ATTEMPTS) return { reason: 'pin-locked', until: null };
  if (lastAt === null || count === 0) return null;
  const until = (lastAt + waitAfter(count, policy)) as Instant;
  return now < until ? { reason: 'pin-locked', until } : null;
};
