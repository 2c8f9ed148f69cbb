import type { Clock } from '../../electron/app/ports/clock.ts';
import type { Instant } from '../../shared/protocol/ids.ts';

let now = 0 as Instant;

/** From now on it is this moment, for good. */
export const standStill = (at: Instant): void => {
  now = at;
};

/** Stands in the place of the machine's clocks: what is written in a trial is the same each time. */
export const makeSystemClock = (): Clock => ({
  wall: () => now,
  boot: () => ({ bootId: 'disk', elapsedMs: 1_000 }),
});
