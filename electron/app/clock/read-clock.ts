import type { Instant } from '../../../shared/protocol/ids.ts';
import {
  readTrustedTime,
  type TrustedTime,
  wallDisagrees,
} from '../../../shared/protocol/time/trusted-time.ts';
import type { Clock } from '../ports/clock.ts';
import type { Store } from '../ports/store.ts';

/** What the clocks say, and how far they may be believed. */
export type ClockReading = {
  readonly now: TrustedTime;
  /** The wall clock lies further from trusted time than the depot tolerates. */
  readonly wallWrong: boolean;
  /** The clock runs behind the log, and the depot has it that nothing is accepted then. */
  readonly untrusted: boolean;
  /** Until when the terminal may accept; null before its first docking. */
  readonly leaseEnds: Instant | null;
};

/** Reads the clocks against the last docking and the log. */
export const makeReadClock = (store: Store, clock: Clock) => (): ClockReading => {
  const anchor = store.timeAnchor();
  const wall = clock.wall();
  const now = readTrustedTime({
    anchor,
    boot: clock.boot(),
    wall,
    newestEntry: store.newestEntryTime(),
  });
  const { clockToleranceMs, clockBlocks, leaseMs } = store.policy();
  const wallWrong = wallDisagrees(wall, now, clockToleranceMs);
  return {
    now,
    wallWrong,
    // Trusted time that comes from the log is a wall clock that was left behind by it.
    untrusted: clockBlocks && wallWrong && now.trust === 'log',
    leaseEnds: anchor === null ? null : ((anchor.centralTime + leaseMs) as Instant),
  };
};
