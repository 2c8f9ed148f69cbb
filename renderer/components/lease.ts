import type { Instant } from '../../shared/protocol/ids.ts';

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
/** Below this it is time to think of the dock. */
const LOW = 2 * HOUR;

/** How long the terminal may still accept without docking; never more than there is. */
export type Lease =
  | { readonly unit: 'hours'; readonly left: number; readonly low: false }
  | { readonly unit: 'minutes'; readonly left: number; readonly low: true }
  | { readonly unit: 'over'; readonly low: true };

/** @param now the wall clock in milliseconds */
export const leaseOf = (ends: Instant | null, now: number): Lease | null => {
  if (ends === null) return null;
  const left = ends - now;
  if (left <= 0) return { unit: 'over', low: true };
  if (left < LOW) return { unit: 'minutes', left: Math.floor(left / MINUTE), low: true };
  return { unit: 'hours', left: Math.floor(left / HOUR), low: false };
};
