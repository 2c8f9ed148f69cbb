import type { PageFacts } from '../../shared/protocol/link/page-fragment.ts';
import type { Words } from './words/words.ts';

const MINUTE = 60_000;
const DAY = 86_400_000;

/**
 * An instant as the depot's clocks show it, as if it were UTC: the link says how far they are
 * ahead, so the telephone needs no table of time zones.
 */
const shownAt = (at: number, offset: number): number => at + offset * MINUTE;
const dayAt = (at: number, offset: number): number => Math.floor(shownAt(at, offset) / DAY);

const write = (words: Words, form: Intl.DateTimeFormatOptions, shown: number): string =>
  new Intl.DateTimeFormat(words.dateTag, { ...form, timeZone: 'UTC' }).format(shown);

const timeOf = (words: Words, shown: number): string =>
  write(words, { hour: '2-digit', minute: '2-digit', hourCycle: 'h23' }, shown);
const dateOf = (words: Words, shown: number): string =>
  write(words, { weekday: 'long', day: 'numeric', month: 'long' }, shown);

/** When the parcel comes, in words: on what kind of day, the day, and the time of day. */
export const expectedOf = (
  { from, to, offsets: [offset] }: PageFacts,
  now: number,
  words: Words,
): { readonly comes: string; readonly date: string; readonly time: string } => {
  const shown = shownAt(from, offset);
  const time = timeOf(words, shown);
  const days = dayAt(from, offset) - dayAt(now, offset);
  const past = dayAt(to, offset) < dayAt(now, offset);
  const comes = past ? 'past' : days <= 0 ? 'today' : days === 1 ? 'tomorrow' : 'other';
  return {
    comes: words.comes[comes],
    date: dateOf(words, shown),
    time: from === to ? words.about(time) : words.between(time, timeOf(words, shownAt(to, offset))),
  };
};

/** Until when the code is valid, in words: 'today at 20:00'. */
export const endOf = (
  { notAfter, offsets: [, offset] }: PageFacts,
  now: number,
  words: Words,
): string => {
  const shown = shownAt(notAfter, offset);
  const time = timeOf(words, shown);
  const days = dayAt(notAfter, offset) - dayAt(now, offset);
  if (days === 0) return words.at.today(time);
  return days === 1 ? words.at.tomorrow(time) : words.at.other(dateOf(words, shown), time);
};

/** Whether the code is over, by the reader's clock. */
export const isOver = ({ notAfter }: PageFacts, now: number): boolean => now > notAfter;

/** How long what is shown stays true: until the code ends, or the day does. In milliseconds. */
export const staysTrue = ({ notAfter, offsets }: PageFacts, now: number): number => {
  const midnights = offsets.map((offset) => (dayAt(now, offset) + 1) * DAY - shownAt(now, offset));
  const end = notAfter - now + 1;
  return Math.min(...midnights, ...(end > 0 ? [end] : []));
};
