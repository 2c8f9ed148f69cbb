import { stripMarks } from './cell.ts';

/** A country code in parentheses at the start: `(+49) 170`, `(0049) 170`. */
const BRACKETED_CODE = /^\(\s*(\+|00)\s*(\d{1,3})\s*\)/;

/** What people write in front of a number. Of a fax nothing is taken off: no message arrives there. */
const WORD_IN_FRONT =
  /^(?:tel|telefon|telephone|telefono|teléfono|tlf|tél|téléphone|phone|mob|mobile?|móvil|mobil|handy|cell|gsm|portable|kom|komórka|هاتف|جوال)(?:[.:]+\s*|\s+)(?=[+(\p{Nd}])/iu;

/** A telephone number as people write it, with one form of dash and plain digits. */
export const tidyPhone = (text: string): string =>
  stripMarks(text)
    .replace(WORD_IN_FRONT, '')
    // Full-width and other scripts' forms of digits and signs.
    .normalize('NFKC')
    .replace(/[\p{Pd}\u2212]/gu, '-')
    .trim()
    .replace(/(?<=\p{Nd})[,;.\s]+$/u, '')
    .replace(BRACKETED_CODE, '$1$2')
    .replace(/^\+\s+/, '+');

/** So many digits are a number of their own, without country code and 0. */
export const MANY_DIGITS = 8;

/** Whether two numbers are in the text: `0170 1234567; 0171 1234568`. */
export const hasTwoNumbers = (text: string): boolean =>
  text
    .split(/[;,/|\r\n]|\s(?:oder|or|ou|und|and|et|o|y|lub|i|bzw\.?)\s/u)
    .filter((part) => (part.match(/\p{Nd}/gu) ?? []).length >= MANY_DIGITS).length > 1;

export type Extension = {
  /** What stands before the last separator. */
  readonly before: string;
  readonly sign: string;
  readonly last: string;
};

/** One to three last digits behind a slash, a comma or a hyphen, which may be no part of the number. */
export const findExtension = (text: string): Extension | null => {
  const found = /([/,(-])[\s/,(-]*(\p{Nd}{1,3})\s*\)?$/u.exec(text);
  const before = text.slice(0, found?.index ?? 0).trim();
  return found === null || !/\p{Nd}/u.test(before)
    ? null
    : { before, sign: found[1] ?? '', last: found[2] ?? '' };
};
