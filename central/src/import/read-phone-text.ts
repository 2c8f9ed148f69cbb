import { stripMarks } from './cell.ts';

/** A country code in parentheses at the start: `(+49) 170`, `(0049) 170`. */
const BRACKETED_CODE = /^\(\s*(\+|00)\s*(\d{1,3})\s*\)/;

/** A telephone number as people write it, with one form of dash and plain digits. */
export const tidyPhone = (text: string): string =>
  stripMarks(text)
    .replace(/^tel:/i, '')
    // Full-width and other scripts' forms of digits and signs.
    .normalize('NFKC')
    .replace(/[\p{Pd}\u2212]/gu, '-')
    .trim()
    .replace(BRACKETED_CODE, '$1$2')
    .replace(/^\+\s+/, '+');

export type Extension = {
  /** What stands before the last separator. */
  readonly before: string;
  readonly sign: string;
  readonly last: string;
};

/** One to three last digits behind a slash, a comma or a hyphen, which may be no part of the number. */
export const findExtension = (text: string): Extension | null => {
  const [, before = '', sign = '', last = ''] =
    /^(.*?\p{Nd}.*?)\s*([/,(-])\s*(\p{Nd}{1,3})\s*\)?$/su.exec(text) ?? [];
  return last === '' ? null : { before: before.trim(), sign, last };
};
