import { westernDigits } from '../../../shared/protocol/scan/western-digits.ts';
import { err, type Result } from '../../../shared/result.ts';
import type { Place } from './depot-country.ts';

/** Why a cell cannot be taken: a stable code and a sentence. The cell's text is not repeated. */
export type CellProblem = { readonly code: string; readonly reason: string };

/** Where a cell is read, and who hears of what is taken but ought to be looked at. */
export type Reading = Place & { readonly note: (problem: CellProblem) => void };
export type Read<T> = (text: string, reading: Reading) => Result<T, CellProblem>;

export const refuse = (code: string, reason: string): Result<never, CellProblem> =>
  err({ code, reason });

export const MISSING = refuse('missing', 'The cell is empty.');

/** How to keep a spreadsheet from changing what is in a column. */
export const AS_TEXT =
  'Format the column as text before filling it, and fill it from the source again.';

/** The code points of invisible characters, as `U+202E`. */
const codePoint = (character: string): string =>
  `U+${(character.codePointAt(0) ?? 0).toString(16).toUpperCase().padStart(4, '0')}`;

/** Names the first character that a pattern finds. */
export const nameOfFirst = (text: string, pattern: RegExp): string =>
  codePoint(pattern.exec(text)?.[0] ?? '');

/**
 * Cells like `="0123"` are how some programs make a spreadsheet keep a text: it is what is meant.
 * So is what stands behind an apostrophe that keeps a cell from being a formula.
 */
export const unwrapFormula = (whole: string): string => {
  const text = whole.replace(/^\s*'(?=[=+\-@])/, '');
  const inner = /^="((?:[^"]|"")*)"$/.exec(text.trim())?.[1];
  return inner === undefined ? text : inner.replaceAll('""', '"');
};

/** Numbers and labels lose what people and programs put around them: apostrophe, quotes, invisible marks. */
export const stripMarks = (text: string): string =>
  text
    .replace(/\p{Cf}/gu, '')
    .trim()
    .replace(/^["“”„«'‘’‚]([^"“”„«»'‘’‚]*)["“”»'‘’]$/, '$1')
    .trim()
    .replace(/^['’‘`´](?=[\d+(A-Z])/i, '');

/** Arabic digits, wide signs, and dashes that a program made of a hyphen, as a keyboard has them. */
export const plainSigns = (text: string): string =>
  westernDigits(text)
    .replace(/[\uff01-\uff5e]/g, (wide) => wide.normalize('NFKC'))
    .replace(/[\u2010-\u2013\u2212]/g, '-');
