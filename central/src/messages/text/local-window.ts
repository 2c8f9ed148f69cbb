import type { Instant } from '../../../../shared/protocol/ids.ts';
import { HOUR, later, MINUTE } from '../../clock.ts';

type Local = {
  readonly year: number;
  readonly month: number;
  readonly day: number;
  readonly hour: number;
  readonly minute: number;
};

/** One for each zone: to make one takes longer than all that it does. */
const formats = new Map<string, Intl.DateTimeFormat>();

const formatOf = (timeZone: string): Intl.DateTimeFormat => {
  const known = formats.get(timeZone);
  if (known !== undefined) return known;
  const made = new Intl.DateTimeFormat('en-GB', {
    timeZone,
    calendar: 'gregory',
    numberingSystem: 'latn',
    year: 'numeric',
    month: 'numeric',
    day: 'numeric',
    hour: 'numeric',
    minute: 'numeric',
    hourCycle: 'h23',
  });
  formats.set(timeZone, made);
  return made;
};

const localOf = (instant: Instant, timeZone: string): Local => {
  const local = { year: 0, month: 0, day: 0, hour: 0, minute: 0 };
  for (const { type, value } of formatOf(timeZone).formatToParts(instant)) {
    if (type in local) local[type as keyof Local] = Number(value);
  }
  return local;
};

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
  const { minute } = localOf(early, timeZone);
  const from = later(early, (minute < 30 ? -minute : 60 - minute) * MINUTE);
  return { from, to: later(from, 2 * HOUR) };
};

/** That window as it is said. Today: the day on which it begins is the one of `now`. */
export const localWindow = (arrival: Instant, timeZone: string, now: Instant): LocalWindow => {
  const window = windowOf(arrival, timeZone);
  const begin = localOf(window.from, timeZone);
  const today = localOf(now, timeZone);
  const isToday =
    begin.year === today.year && begin.month === today.month && begin.day === today.day;
  const { day, month, hour: from } = begin;
  return { isToday, day, month, from, to: localOf(window.to, timeZone).hour };
};
