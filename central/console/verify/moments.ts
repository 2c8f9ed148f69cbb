import { dateTag } from '../../../renderer/i18n/date-tag.ts';
import type { Locale } from '../../../renderer/i18n/moment.ts';
import type { Instant } from '../../../shared/protocol/ids.ts';

/** A moment as paper needs it, to the second and with its zone: '30 November 2026, 10:44:09 CET'. */
export const fullMomentOf = (at: Instant, { language, zone }: Locale): string =>
  new Intl.DateTimeFormat(dateTag(language), {
    day: 'numeric',
    month: 'long',
    year: 'numeric',
    hour: '2-digit',
    minute: '2-digit',
    second: '2-digit',
    hourCycle: 'h23',
    timeZone: zone,
    timeZoneName: 'short',
  }).format(at);

/** The day of a moment, whole: 'Monday 30 November 2026'. */
export const fullDayOf = (at: Instant, { language, zone }: Locale): string =>
  new Intl.DateTimeFormat(dateTag(language), { dateStyle: 'full', timeZone: zone }).format(at);

/** The time of day with its zone: '10:44 CET'. */
export const zonedTimeOf = (at: Instant, { language, zone }: Locale): string =>
  new Intl.DateTimeFormat(dateTag(language), {
    hour: '2-digit',
    minute: '2-digit',
    hourCycle: 'h23',
    timeZone: zone,
    timeZoneName: 'short',
  }).format(at);
