import { z } from 'zod';
import { type Instant, instant } from '../ids.ts';

/** How far an instant is trusted: central's signed time, the log's newest entry, or the wall clock. */
export const timeTrust = z.enum(['central', 'log', 'wall']);

export const trustedTime = z.strictObject({ at: instant, trust: timeTrust });
export type TrustedTime = z.infer<typeof trustedTime>;

/** The clock that runs from boot on, through sleep, and that nobody can set. */
export type BootClock = { readonly bootId: string; readonly elapsedMs: number };

/** Central's signed time, tied to the boot clock at the moment of asking. */
export const timeAnchor = z.strictObject({
  centralTime: instant,
  bootId: z.string().min(1).max(64),
  elapsedMs: z.number().min(0),
});
export type TimeAnchor = z.infer<typeof timeAnchor>;

export type TimeSources = {
  readonly anchor: TimeAnchor | null;
  readonly boot: BootClock;
  readonly wall: Instant;
  /** The newest instant in the log since the anchor was taken. */
  readonly newestEntry: Instant | null;
};

/**
 * Whether the wall clock lies further from trusted time than is tolerated, either way.
 */
export const wallDisagrees = (wall: Instant, now: TrustedTime, toleranceMs: number): boolean =>
  Math.abs(wall - now.at) > toleranceMs;

/**
 * The instant that verdicts go by. While the terminal has not been restarted since central told it
 * the time, that time plus the boot clock counts, and nobody's wall clock can move it. After a
 * restart the wall clock is all there is. Either way time never runs back behind the log.
 */
export const readTrustedTime = ({ anchor, boot, wall, newestEntry }: TimeSources): TrustedTime => {
  const sameBoot =
    anchor !== null && anchor.bootId === boot.bootId && boot.elapsedMs >= anchor.elapsedMs;
  const now: TrustedTime = sameBoot
    ? {
        at: Math.floor(anchor.centralTime + boot.elapsedMs - anchor.elapsedMs) as Instant,
        trust: 'central',
      }
    : { at: wall, trust: 'wall' };
  // What central told stands in the log too, whatever the terminal took the time to be before.
  const floor = Math.max(newestEntry ?? 0, anchor?.centralTime ?? 0) as Instant;
  return floor > now.at ? { at: floor, trust: 'log' } : now;
};
