import { AS_TEXT, type CellProblem } from './cell.ts';

/** Errors that end in ! or ?, in any language, and those that do not. */
const ERROR =
  /^(?:#[¡¿]?[\p{Lu}\p{Lo}][\p{Lu}\p{Lo}_]*(?:\/0)?[!?]|#(?:N\/A|N\/D|NV|ND|GETTING_DATA)|#{3,}|(?:Err|Fehler|Błąd|Erreur)[.:]?:?\d{3})$/u;
/** `-` and the like, and what programs write for nothing. A person may be called Null, not NULL. */
const NOTHING =
  /^(?:null|NULL|<null>|\(null\)|\(NULL\)|\\N|nil|undefined|NaN|nan|N\/A|n\/a|N\.A\.|n\.a\.|N\/D|n\/d|k\. ?A\.|n\. ?v\.|b\/d|s\/o|-{1,3}|–|—)$/;
const NOTHING_IN_A_NUMBER =
  /^(?:none|null|nil|na|n\/a|nan|undefined|true|false|wahr|falsch|vrai|faux|verdadero|falso|prawda|fałsz|0)$/i;

/** `3.40988E+17`, `3,40988E+17`, `3.40988E17`. */
const SCIENTIFIC = /^[+-]?\d{1,3}(?:[.,٫]\d+)?E[+-]\d{1,3}$|^[+-]?\d{1,3}[.,٫]\d+E\d{1,3}$/i;
const WITH_DECIMALS = /^\d+[.,٫]0{0,6}$/;
const GROUPED = /^\d{1,3}(?:([.,'’\u00a0\u202f ])\d{3})(?:\1\d{3})+(?:[.,]\d+)?$/;

const MONTHS =
  'jan|feb|mar|apr|may|jun|jul|aug|sept?|oct|nov|dec|mrz|märz?|mai|okt|dez|ene|abr|ago|dic|janv|févr|mars|avr|juin|juil|août|déc|sty|lut|kwi|maj|cze|lip|sie|wrz|paź|lis|gru|يناير|فبراير|مارس|أبريل|مايو|يونيو|يوليو|أغسطس|سبتمبر|أكتوبر|نوفمبر|ديسمبر';
const DAY = String.raw`\d{1,2}|(?:19|20)\d\d`;
const MONTH_AND_DAY = new RegExp(
  String.raw`^(?:(?:${MONTHS})\.?[-. /](?:${DAY})|(?:${DAY})\.?[-. /](?:${MONTHS})\.?(?:[-. /](?:${DAY}))?)$`,
  'iu',
);
const DATE =
  /^(?:\d{1,2}[./-]\d{1,2}[./-](?:\d\d|\d{4})|\d{4}[./-]\d{1,2}[./-]\d{1,2})(?:[ T]\d{1,2}:\d\d(?::\d\d)?)?$/;
const TIME = /^\d{1,2}:\d\d(?::\d\d)?$/;

const spoilt = (code: string, what: string): CellProblem => ({
  code,
  reason: `${what} ${AS_TEXT}`,
});

/** Letters of UTF-8 that were once read as Windows-1252: `MÃ¼ller`. */
const TWICE_ENCODED =
  /[ÂÃ][\u0080-\u00bf€‚ƒ„…†‡ˆ‰Š‹ŒŽ˜™š›œžŸ]|[ÄÅ][¡-ª¬-º¼-¿‚ƒ„…†‡ˆ‰Š‹ŒŽ˜™š›œžŸ]|â€/;

/** What no cell may be: a spreadsheet's error, a word for nothing, letters that were lost. */
export const findSpoiltText = (cell: string): CellProblem | null => {
  const text = cell.trim();
  if (ERROR.test(text)) {
    const reason =
      'The cell is a spreadsheet error, not a value. Fix the formula, or paste the value in its place.';
    return { code: 'spreadsheet-error', reason };
  }
  if (NOTHING.test(text)) {
    const reason =
      'The cell contains a program’s word for an empty value. Fill it in, or leave it empty if the column may be empty.';
    return { code: 'no-value', reason };
  }
  if (text.includes('\ufffd') || TWICE_ENCODED.test(text) || /\p{L}\?\p{L}/u.test(text)) {
    const reason =
      'Letters in the cell were lost because the data was saved or opened in the wrong encoding. Export it from the source again, as UTF-8.';
    return { code: 'letters-lost', reason };
  }
  return null;
};

/** What a spreadsheet makes of a number that should have stayed a text: a label, a telephone. */
export const findSpoiltNumber = (cell: string): CellProblem | null => {
  const text = cell.trim();
  if (NOTHING_IN_A_NUMBER.test(text)) {
    const reason =
      'The cell contains a program’s word for an empty value, or for yes or no, not a value.';
    return { code: 'no-value', reason };
  }
  if (SCIENTIFIC.test(text)) {
    return spoilt(
      'scientific-number',
      'The spreadsheet has converted the number to scientific notation, and most of its digits are lost.',
    );
  }
  if (WITH_DECIMALS.test(text) || GROUPED.test(text)) {
    return spoilt('formatted-number', 'The spreadsheet has formatted the cell as a quantity.');
  }
  return null;
};

const isMonthAndDay = (text: string): boolean =>
  // A spreadsheet never writes a month in capitals; a label may.
  MONTH_AND_DAY.test(text) && !/\p{Lu}{2}/u.test(text);

/** What a spreadsheet makes of a label that looks like a date or a time: `Mar-01`, `01. Mrz`. */
export const findSpoiltDate = (cell: string): CellProblem | null => {
  const text = cell.trim();
  return isMonthAndDay(text) || DATE.test(text) || TIME.test(text)
    ? spoilt('turned-into-date', 'The spreadsheet has converted the cell to a date or a time.')
    : null;
};
