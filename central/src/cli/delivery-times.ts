import type { Command } from 'commander';
import { timeOnDay } from '../../client/time-of-day.ts';

/** When a delivery comes, and from when until when its code is good, as a person gives them. */
export type TimeOptions = {
  readonly arrival?: string;
  readonly from?: string;
  readonly until?: string;
};

/** The date in front of a time of the day, however it is written. */
const dateIn = (text: string): string | undefined =>
  /^(\d\S*?)[\sT]\s*\d{1,2}[:.h]\d\d/.exec(text.trim())?.[1];

/**
 * Times as central reads them: in the depot's zone, as in a file. A time without a date is of the
 * day of the arrival; if that has none either, of `of`.
 */
export const timesOf = (
  { arrival, from, until }: TimeOptions,
  of: string,
  day = dateIn(arrival ?? '') ?? of,
) => ({
  ...(arrival === undefined ? {} : { arrival: timeOnDay(arrival, day) }),
  ...(from === undefined ? {} : { notBefore: timeOnDay(from, day) }),
  ...(until === undefined ? {} : { notAfter: timeOnDay(until, day) }),
});

/** The same where all three are given. */
export const allTimesOf = (times: Required<TimeOptions>, of: string) => {
  const { arrival = '', notBefore = '', notAfter = '' } = timesOf(times, of);
  return { arrival, notBefore, notAfter };
};

const TIMES = [
  ['--arrival <time>', "14:05, or 2026-05-04 14:05, in the depot's time"],
  ['--from <time>', 'from when on the code is good; without a date on the day of the arrival'],
  ['--until <time>', 'until when the code is good'],
] as const;

/** Adds the times of a delivery. */
export const withTimes = (command: Command, areNeeded = false): Command => {
  for (const [flags, description] of TIMES) {
    if (areNeeded) command.requiredOption(flags, description);
    else command.option(flags, description);
  }
  return command;
};
