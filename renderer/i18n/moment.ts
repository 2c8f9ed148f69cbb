import type { TFunction } from 'i18next';
import { onceFor } from '../../shared/once-for.ts';
import type { Day, Instant } from '../../shared/protocol/ids.ts';
import { dayNumber } from '../../shared/protocol/time/zoned-day.ts';
import { dateTag } from './date-tag.ts';

/** How times are said: in which language, and in whose time zone. */
export type Locale = { readonly language: string; readonly zone: string };

type Form = Intl.DateTimeFormatOptions;
/** A route has fifty times on it, and a depot five hundred terminals. */
const formOf = (form: Form): ((at: number, locale: Locale) => string) => {
  const made = onceFor((language) =>
    onceFor((timeZone) => new Intl.DateTimeFormat(dateTag(language), { ...form, timeZone })),
  );
  return (at, { language, zone }) => made(language)(zone).format(at);
};

const clock = formOf({ hour: '2-digit', minute: '2-digit', hourCycle: 'h23' });
const date = formOf({ weekday: 'short', day: 'numeric', month: 'short' });
const weekday = formOf({ weekday: 'short' });
const dayOfMonth = formOf({ day: 'numeric', month: 'short' });

/** The time of day on 24 hours, as on the customer's SMS: '14:02'. */
export const timeOf = (at: Instant, locale: Locale): string => clock(at, locale);

/** How many midnights lie between two instants, where the depot is. */
const daysBetween = (from: number, to: number, { zone }: Locale): number =>
  dayNumber(to, zone) - dayNumber(from, zone);

type Saying = (at: Instant, now: number, t: TFunction, locale: Locale) => string;

const sayingOf =
  (words: 'moment' | 'momentAt'): Saying =>
  (at, now, t, locale) => {
    const time = timeOf(at, locale);
    switch (daysBetween(now, at, locale)) {
      case 0:
        return t(`${words}.today`, { time });
      case -1:
        return t(`${words}.yesterday`, { time });
      case 1:
        return t(`${words}.tomorrow`, { time });
      default:
        return t(`${words}.other`, { date: date(at, locale), time });
    }
  };

/** A moment as a label says it: 'today 14:02', 'yesterday 18:00', 'Fri 3 Jul, 09:15'. */
export const momentOf: Saying = sayingOf('moment');

/** A moment inside a sentence: 'today at 14:02', 'Fri 3 Jul at 09:15'. */
export const momentAtOf: Saying = sayingOf('momentAt');

/** As short as the status line needs it: the time today, else the day. */
export const sinceOf = (at: Instant, now: number, locale: Locale): string => {
  const days = Math.abs(daysBetween(now, at, locale));
  if (days === 0) return timeOf(at, locale);
  return days < 7 ? weekday(at, locale) : dayOfMonth(at, locale);
};

/** A day of the depot's calendar: 'today', 'tomorrow', 'Fri 3 Jul'. */
export const dayWords = (day: Day, now: number, t: TFunction, locale: Locale): string => {
  // A day has no zone any more: it is counted, and named, as it stands.
  const at = Date.parse(`${day}T00:00:00Z`);
  switch (dayNumber(at, 'UTC') - dayNumber(now, locale.zone)) {
    case 0:
      return t('day.today');
    case -1:
      return t('day.yesterday');
    case 1:
      return t('day.tomorrow');
    default:
      return date(at, { ...locale, zone: 'UTC' });
  }
};

/** Begins with a capital letter, as a sentence does. */
export const asSentence = (text: string, language: string): string =>
  text.charAt(0).toLocaleUpperCase(language) + text.slice(1);
