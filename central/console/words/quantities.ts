import { dateTag } from '../../../renderer/i18n/date-tag.ts';

/** Several things in one line, as the language writes them: 'a, b', and in Arabic with its commas. */
export const listOf = (parts: readonly string[], language: string): string =>
  new Intl.ListFormat(dateTag(language), { type: 'unit', style: 'short' }).format(parts);

/** A number as the language writes it: '3,012', '3.012', '3 012'. */
export const numberOf = (count: number, language: string): string =>
  new Intl.NumberFormat(dateTag(language)).format(count);

const MINUTE = 60_000;

/** How long something takes, in whole hours, or in minutes below one: '2 hours'. */
export const spanInWords = (ms: number, language: string): string => {
  const minutes = Math.round(ms / MINUTE);
  const [count, unit] =
    minutes < 60 ? ([minutes, 'minute'] as const) : ([Math.floor(minutes / 60), 'hour'] as const);
  return new Intl.NumberFormat(dateTag(language), {
    style: 'unit',
    unit,
    unitDisplay: 'long',
  }).format(count);
};
