import type { Instant } from '../../../shared/protocol/ids.ts';
import { type Policy, waitAfter } from '../../../shared/protocol/policy.ts';
import { checkValidity } from '../../../shared/protocol/schemes/sealed.ts';
import type { Purpose, Refusal } from '../../../shared/protocol/verdict.ts';
import { err, ok, type Result } from '../../../shared/result.ts';
import type { ClockReading } from '../clock/read-clock.ts';
import type { Acceptance, ErasedStop, Stop, Store, StoreWriter } from '../ports/store.ts';

declare const ready: unique symbol;
declare const counted: unique symbol;

/** A stop at which a code may be tried now: not used, revoked, locked or out of its time. */
export type ReadyStop = {
  readonly stop: Stop;
  readonly purpose: Purpose;
  readonly at: Instant;
  readonly [ready]: true;
};

/** One try at a ready stop, counted on the disk. Only with it may a code be looked at. */
export type CountedTry = ReadyStop & { readonly tries: number; readonly [counted]: true };

/** The refusal of what was accepted before. */
export const usedBefore = ({ at, driver }: Acceptance): Refusal => ({
  reason: 'already-used',
  at,
  by: driver,
});

/** Without a single docking there is no lease to have: such a terminal has no stops either. */
export const leaseRefusal = ({ now, leaseEnds }: ClockReading): Refusal | null =>
  leaseEnds !== null && now.at >= leaseEnds ? { reason: 'lease-ended', since: leaseEnds } : null;

/** What refuses a stop to everybody, the dispatcher too. */
export const refusalForAll = (stop: Stop, clock: ClockReading): Refusal | null => {
  if (stop.acceptance !== null) return usedBefore(stop.acceptance);
  return stop.withdrawn ? { reason: 'revoked' } : leaseRefusal(clock);
};

/** What is left of an erased delivery still says why nothing of it is taken any more. */
export const refusalOfErased = ({ acceptance }: ErasedStop): Refusal =>
  acceptance === null ? { reason: 'revoked' } : usedBefore(acceptance);

const verifierOf = (stop: Stop, purpose: Purpose) =>
  purpose === 'override' ? stop.override : stop.verifier;

const refusalByTime = (stop: Stop, purpose: Purpose, clock: ClockReading): Refusal | null => {
  // The dispatcher, on the telephone, is what helps where the clock cannot be believed.
  if (clock.untrusted) return purpose === 'override' ? null : { reason: 'clock-untrusted' };
  const { notBefore, notAfter } = verifierOf(stop, purpose);
  const validity = checkValidity({ notBefore, notAfter }, clock.now.at);
  if (validity === 'not-yet-valid') return { reason: validity, from: notBefore };
  return validity === 'expired' ? { reason: validity, since: notAfter } : null;
};

/** What the tries so far stand in the way of: a wait, or a lock until the dispatcher helps. */
export const refusalByTries = (
  stop: Stop,
  purpose: Purpose,
  now: Instant,
  policy: Policy,
): (Refusal & { readonly reason: 'locked' }) | null => {
  const { count, lastAt } = stop.tries[purpose];
  if (count >= verifierOf(stop, purpose).attempts) return { reason: 'locked', until: null };
  if (lastAt === null) return null;
  const until = (lastAt + waitAfter(count, policy)) as Instant;
  return now < until ? { reason: 'locked', until } : null;
};

/** Whether a code may be tried at a stop, without a look at the code. */
export const mayTry = (
  stop: Stop,
  purpose: Purpose,
  clock: ClockReading,
  policy: Policy,
): Result<ReadyStop, Refusal> => {
  const refusal =
    refusalForAll(stop, clock) ??
    refusalByTime(stop, purpose, clock) ??
    refusalByTries(stop, purpose, clock.now.at, policy);
  return refusal === null ? ok({ stop, purpose, at: clock.now.at } as ReadyStop) : err(refusal);
};

/** Counts a try, for good. What comes after cannot undo it. */
export const countTry = (store: Store, to: ReadyStop): CountedTry =>
  ({ ...to, tries: store.countTry(to.stop, to.purpose, to.at) }) as CountedTry;

/** What was tried was no guess, as it turned out: the entry that says so gives the try back. */
export const giveBack = (writer: StoreWriter, { stop, purpose }: CountedTry): void =>
  writer.giveTryBack(stop, purpose);

/** How many tries are left after a wrong code. */
export const attemptsLeft = ({ stop, purpose, tries }: CountedTry): number =>
  Math.max(0, verifierOf(stop, purpose).attempts - tries);
