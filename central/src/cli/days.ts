import { InvalidArgumentError, Option } from 'commander';
import { day } from '../../../shared/protocol/ids.ts';
import { dayOf } from '../../../shared/protocol/time/zoned-day.ts';

const DAY_MS = 86_400_000;
/** Days that are called by where they are from today. */
const FROM_TODAY: Readonly<Record<string, number>> = { yesterday: -1, today: 0, tomorrow: 1 };

/** A day as an option's value: one of the calendar, or one as it is called today. */
const namedDay = (text: string): string => {
  if (Object.hasOwn(FROM_TODAY, text)) return text;
  const found = day.safeParse(text);
  if (found.success) return found.data;
  throw new InvalidArgumentError('must be a day as YYYY-MM-DD, or yesterday, today or tomorrow');
};

/** The day that a route is of. `or` is which one is meant without it. */
export const dayOption = (or = 'today'): Option =>
  new Option(
    '--day <day>',
    `YYYY-MM-DD, yesterday or tomorrow in the time zone of the depot (default: ${or})`,
  ).argParser(namedDay);

/** Which day of the calendar is meant where a depot is; none named: today. */
export const dayIn = (timeZone: string, now: number, named = 'today'): string => {
  const days = FROM_TODAY[named];
  if (days === undefined) return named;
  const today = Date.parse(`${dayOf(now, timeZone)}T00:00Z`);
  return new Date(today + days * DAY_MS).toISOString().slice(0, 10);
};
