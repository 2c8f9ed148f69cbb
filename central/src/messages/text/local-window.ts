import type { Instant } from '../../../../shared/protocol/ids.ts';
import { dayNumber, offsetAt } from '../../../../shared/protocol/time/zoned-day.ts';
import { HOUR, later, MINUTE } from '../../clock.ts';

/** What the clocks of a zone show at an instant, in the UTC members of a date. */
const shownAt = (instant: Instant, timeZone: string): Date =>
  new Date(instant + offsetAt(instant, timeZone));

/** When a customer is told to expect the parcel, by the depot's clocks. */
export type LocalWindow = {
  readonly isToday: boolean;
  readonly day: number;
  readonly month: number;
  /** Full hours. On a night when clocks are changed they are not two apart. */
  readonly from: number;
  readonly to: number;
};

/**
 * Two hours around an arrival, from a full hour of the depot's clocks on: the arrival is at least
 * half an hour from both ends.
 */
export const windowOf = (
  arrival: Instant,
  timeZone: string,
): { readonly from: Instant; readonly to: Instant } => {
  const early = later(arrival, -HOUR);
  const minute = shownAt(early, timeZone).getUTCMinutes();
  const from = later(early, (minute < 30 ? -minute : 60 - minute) * MINUTE);
  return { from, to: later(from, 2 * HOUR) };
};

/** That window as it is said. Today: the day on which it begins is the one of `now`. */
export const localWindow = (arrival: Instant, timeZone: string, now: Instant): LocalWindow => {
  const window = windowOf(arrival, timeZone);
  const begin = shownAt(window.from, timeZone);
  return {
    isToday: dayNumber(window.from, timeZone) === dayNumber(now, timeZone),
    day: begin.getUTCDate(),
    month: begin.getUTCMonth() + 1,
    from: begin.getUTCHours(),
    to: shownAt(window.to, timeZone).getUTCHours(),
  };
};
