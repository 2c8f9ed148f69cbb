import { PAGE_LANGUAGES } from '../../../shared/protocol/link/page-fragment.ts';
import { fold } from '../../../shared/protocol/search/fold.ts';

const FORMS = [
  { month: 'short' },
  { month: 'long' },
  // Beside a day some languages write another form: `28 listopada`.
  { month: 'short', day: 'numeric' },
  { month: 'long', day: 'numeric' },
] as const;
const OTHERS: Readonly<Record<string, number>> = { mrz: 3, maerz: 3, sept: 9 };

const namesOf = (language: string): [string, number][] =>
  FORMS.flatMap((form) => {
    const calendar = { timeZone: 'UTC', calendar: 'gregory' } as const;
    const format = new Intl.DateTimeFormat(language, { ...form, ...calendar });
    return Array.from({ length: 12 }, (_, i): [string, number] => {
      const parts = format.formatToParts(Date.UTC(2001, i, 15));
      return [fold(parts.find(({ type }) => type === 'month')?.value ?? ''), i + 1];
    });
  });

let months: ReadonlyMap<string, number> | null = null;
const monthOf = (name: string): number | undefined => {
  months ??= new Map([...PAGE_LANGUAGES.flatMap(namesOf), ...Object.entries(OTHERS)]);
  return months.get(fold(name));
};

const NAME = String.raw`([\p{L}\p{M}]{3,12})\.?`;
const YEAR = String.raw`(\d{4})(?!\d)`;
const DAY_FIRST = new RegExp(
  String.raw`^(\d{1,2})(?:\.|st|nd|rd|th|er)?[-/ ]?(?:de )?${NAME}[-/, ]*(?:de )?${YEAR}`,
  'iu',
);
const MONTH_FIRST = new RegExp(String.raw`^${NAME} (\d{1,2})(?:st|nd|rd|th)?,? ${YEAR}`, 'iu');

/**
 * A text with the month of the date at its beginning as a number, `2026-11-28 16:52` of
 * `28. November 2026 16:52` or `Nov 28, 2026 16:52`, in any of the six languages; else as it is.
 */
export const withMonthNumber = (text: string): string => {
  const dayFirst = DAY_FIRST.exec(text);
  const found = dayFirst ?? MONTH_FIRST.exec(text);
  if (found === null) return text;
  const [all, one = '', other = '', year = ''] = found;
  const [day, name] = dayFirst === null ? [other, one] : [one, other];
  const month = monthOf(name);
  return month === undefined ? text : `${year}-${month}-${day}${text.slice(all.length)}`;
};
