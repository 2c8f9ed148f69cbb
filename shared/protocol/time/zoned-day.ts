import { onceFor } from '../../once-for.ts';
import type { Day, Instant } from '../ids.ts';

const DAY_MS = 86_400_000;

/** Every view asks, and making one is slow. */
const clockOf = onceFor(
  (zone) =>
    new Intl.DateTimeFormat('en-US', {
      timeZone: zone,
      calendar: 'gregory',
      numberingSystem: 'latn',
      hourCycle: 'h23',
      year: 'numeric',
      month: 'numeric',
      day: 'numeric',
      hour: 'numeric',
      minute: 'numeric',
      second: 'numeric',
    }),
);

/** What the clocks of a zone show at an instant, as if it were UTC, in whole seconds. */
const shownAt = (at: number, zone: string): number => {
  const shown: Partial<Record<Intl.DateTimeFormatPartTypes, number>> = {};
  for (const { type, value } of clockOf(zone).formatToParts(at)) shown[type] = Number(value);
  const { year = 0, month = 1, day = 1, hour = 0, minute = 0, second = 0 } = shown;
  return Date.UTC(year, month - 1, day, hour, minute, second);
};

/** How far the clocks of a zone are ahead of UTC at an instant, in milliseconds: whole seconds. */
export const offsetAt = (at: number, zone: string): number =>
  shownAt(at, zone) - Math.floor(at / 1000) * 1000;

/** The number of an instant's day in a time zone: that of the day after is one more. */
export const dayNumber = (at: number, zone: string): number =>
  Math.floor(shownAt(at, zone) / DAY_MS);

/** The day of the calendar in a time zone. */
export const dayOf = (at: number, zone: string): Day =>
  new Date(dayNumber(at, zone) * DAY_MS).toISOString().slice(0, 10) as Day;

/** The first instant of an instant's day in a time zone. It need not be midnight: clocks are put forward there, too. */
export const startOfDay = (at: Instant, zone: string): Instant => {
  const day = dayNumber(at, zone);
  const midnight = day * DAY_MS;
  // The offset at midnight is that of the hours before, of the hours after, or of neither.
  const tried = [midnight - DAY_MS / 2, midnight + DAY_MS / 2]
    .map((near) => midnight - offsetAt(near, zone))
    .sort((a, b) => a - b);
  const first = tried.find((start) => dayNumber(start, zone) === day);
  if (first === undefined) throw new Error('a day begins nowhere');
  return first as Instant;
};
