import type { Validity } from '../../central/src/testing/seed.ts';
import type { Policy } from '../../shared/protocol/policy.ts';

/**
 * What a terminal may know of the time, as a page: it is told the time at the dock, and counts from
 * there for as long as the machine is not restarted. Afterwards it has the wall clock, which may
 * say anything, but never something before what the log has seen since the dock.
 */
export type Knowledge = {
  /** The time that central told, and how far true time had gone on when the answer was for. */
  readonly told: { readonly central: number; readonly ahead: number; readonly boot: string } | null;
  /** The newest instant that was written down since, what central told among them. */
  readonly newest: number | null;
};

export type Now = {
  readonly truth: number;
  readonly wall: number;
  readonly boot: string;
};

export type Judged =
  | 'accepted'
  | 'already-used'
  | 'lease-ended'
  | 'clock-untrusted'
  | 'not-yet-valid'
  | 'expired';

/** Whether nobody's wall clock can have a say: central told the time since the last boot. */
export const knowsTrueTime = ({ told }: Knowledge, { boot }: Now): boolean => told?.boot === boot;

/** What the terminal must take the time to be, and by whose word. */
export const timeByPage = (known: Knowledge, now: Now) => {
  const { told, newest } = known;
  const counted = told !== null && told.boot === now.boot;
  const at = counted ? now.truth + told.ahead : now.wall;
  if (newest !== null && newest > at) return { at: newest, trust: 'log' } as const;
  return { at, trust: counted ? 'central' : 'wall' } as const;
};

/** The verdict that the page has for a right code. */
export const judgeByPage = (
  known: Knowledge,
  now: Now,
  policy: Policy,
  { notBefore, notAfter }: Validity,
  used: boolean,
): Judged => {
  if (used) return 'already-used';
  const { at, trust } = timeByPage(known, now);
  if (known.told !== null && at >= known.told.central + policy.leaseMs) return 'lease-ended';
  const behind = trust === 'log' && Math.abs(now.wall - at) > policy.clockToleranceMs;
  if (behind && policy.clockBlocks) return 'clock-untrusted';
  if (at < notBefore) return 'not-yet-valid';
  return at < notAfter ? 'accepted' : 'expired';
};
