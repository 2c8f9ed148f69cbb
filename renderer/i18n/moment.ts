import type { TFunction } from 'i18next';
import type { Instant } from '../../shared/ids.ts';
import { dateTag } from './languages.ts';

/** Made once for each language: a route has fifty times on it, and making one is slow. */
const clocks = new Map<string, Intl.DateTimeFormat>();
const clockOf = (language: string): Intl.DateTimeFormat => {
  const made = clocks.get(language);
  if (made !== undefined) return made;
  const clock = new Intl.DateTimeFormat(dateTag(language), {
    hour: '2-digit',
    minute: '2-digit',
    hourCycle: 'h23',
  });
  clocks.set(language, clock);
  return clock;
};

/** The time of day on 24 hours, as on the customer's SMS: '14:02'. */
export const timeOf = (at: Instant, language: string): string => clockOf(language).format(at);

/** How many midnights lie between two instants, in the terminal's own time zone. */
const daysBetween = (from: number, to: number): number => {
  const noon = (at: number) => new Date(at).setHours(12, 0, 0, 0);
  return Math.round((noon(to) - noon(from)) / 86_400_000);
};

type Saying = (at: Instant, now: number, t: TFunction, language: string) => string;

const sayingOf =
  (words: 'moment' | 'momentAt'): Saying =>
  (at, now, t, language) => {
    const time = timeOf(at, language);
    switch (daysBetween(now, at)) {
      case 0:
        return t(`${words}.today`, { time });
      case -1:
        return t(`${words}.yesterday`, { time });
      case 1:
        return t(`${words}.tomorrow`, { time });
      default: {
        const form = { weekday: 'short', day: 'numeric', month: 'short' } as const;
        const date = new Intl.DateTimeFormat(dateTag(language), form).format(at);
        return t(`${words}.other`, { date, time });
      }
    }
  };

/** A moment as a label says it: 'today 14:02', 'yesterday 18:00', 'Fri 3 Jul, 09:15'. */
export const momentOf: Saying = sayingOf('moment');

/** A moment inside a sentence: 'today at 14:02', 'Fri 3 Jul at 09:15'. */
export const momentAtOf: Saying = sayingOf('momentAt');

/** As short as the status line needs it: the time today, else the day. */
export const sinceOf = (at: Instant, now: number, language: string): string => {
  const days = Math.abs(daysBetween(now, at));
  if (days === 0) return timeOf(at, language);
  const form =
    days < 7 ? { weekday: 'short' as const } : ({ day: 'numeric', month: 'short' } as const);
  return new Intl.DateTimeFormat(dateTag(language), form).format(at);
};

/** Begins with a capital letter, as a sentence does. */
export const asSentence = (text: string, language: string): string =>
  text.charAt(0).toLocaleUpperCase(language) + text.slice(1);
