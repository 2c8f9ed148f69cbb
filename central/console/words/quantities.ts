import { dateTag } from '../../../renderer/i18n/date-tag.ts';
import { onceFor } from '../../../shared/once-for.ts';

const lists = onceFor(
  (language) => new Intl.ListFormat(dateTag(language), { type: 'unit', style: 'short' }),
);
const numbers = onceFor((language) => new Intl.NumberFormat(dateTag(language)));
const spans = onceFor((language) =>
  onceFor(
    (unit) =>
      new Intl.NumberFormat(dateTag(language), { style: 'unit', unit, unitDisplay: 'long' }),
  ),
);

/** Several things in one line, as the language writes them: 'a, b', and in Arabic with its commas. */
export const listOf = (parts: readonly string[], language: string): string =>
  lists(language).format(parts);

/** A number as the language writes it: '3,012', '3.012', '3 012'. */
export const numberOf = (count: number, language: string): string =>
  numbers(language).format(count);

const MINUTE = 60_000;

/** How long something takes, in whole hours, or in minutes below one: '2 hours'. */
export const spanInWords = (ms: number, language: string): string => {
  const minutes = Math.round(ms / MINUTE);
  return minutes < 60
    ? spans(language)('minute').format(minutes)
    : spans(language)('hour').format(Math.floor(minutes / 60));
};
