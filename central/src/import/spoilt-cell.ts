import { AS_TEXT, type CellProblem } from './cell.ts';
import { isTwiceEncoded } from './twice-encoded.ts';

/** Errors in any language: `#WERT!`, `#¿NOMBRE?`, `#N/B`, `#YOK`; and those with a number. */
const ERROR =
  /^(?:#[¡¿]?(?:[\p{Lu}\p{Lo}][\p{Lu}\p{Lo}\p{M}_/]+(?:\/?0)?[!?]?|[\p{Lu}\p{Lo}][!?])|#{3,}|(?:Err|Error|Erro|Errore|Erreur|Fehler|Błąd|Fout|Hiba|Chyba|Hata|Virhe|Feil|Fejl|Fel|Eroare|Greška|Napaka|Ошибка|Помилка)[.:]?:?\d{3})$/u;
/** `-` and the like, and what programs write for nothing. A person may be called Null, not NULL. */
const NOTHING =
  /^(?:null|NULL|<null>|\(null\)|\(NULL\)|\\N|nil|undefined|NaN|nan|N\/A|n\/a|N\.A\.|n\.a\.|N\/D|n\/d|k\. ?A\.|n\. ?v\.|b\/d|s\/o|-{1,3}|–|—)$/;
const NOTHING_IN_A_NUMBER =
  /^(?:none|null|nil|na|n\/a|nan|undefined|unknown|unbekannt|inconnue?|desconocid[oa]|nieznan[ya]|empty|leer|vacío|vide|brak|keine?|tbd|tba|ditt?o|idem|loading\.{3}|true|false|wahr|falsch|vrai|faux|verdadero|falso|prawda|fałsz|0)$/i;

/** `3.40988E+17`, `3,40988E+17`, `1.E+05`, `3.40988E17`. */
const SCIENTIFIC = /^[+-]?\d{1,3}(?:[.,٫]\d*)?E[+-]\d{1,3}$|^[+-]?\d{1,3}[.,٫]\d+E\d{1,3}$/i;
const WITH_DECIMALS = /^\d+[.,٫]0{0,6}$/;
const GROUPED = /^\d{1,3}(?:([.,'’\u00a0\u202f ])\d{3})(?:\1\d{3})+(?:[.,]\d+)?$/;
/** People put blanks and points between the digits of a telephone number themselves. */
const GROUPED_PHONE =
  /^\d{1,3}(?:(?:,\d{3}){2,}|(?:['’]\d{3}){2,}|(?:[.\u00a0\u202f ]\d{3}){2,}(?=,)|(?:[\u00a0\u202f ]\d{3}){2,}(?=\.))(?:[.,]\d+)?$/;
const PERCENT_OR_MONEY = /^[+-]?(?:\d[\d.,٫'’\s]*[%٪‰\p{Sc}]|\p{Sc}\s*\d[\d.,٫'’\s]*)$/u;

const spoilt = (code: string, what: string): CellProblem => ({
  code,
  reason: `${what} ${AS_TEXT}`,
});

const FORMATTED = spoilt(
  'formatted-number',
  'The spreadsheet has formatted the cell as a quantity.',
);

/** Letters of UTF-8 that were once read as Windows-1252: `MÃ¼ller`. */
const TWICE_ENCODED =
  /[ÂÃ][\u0080-\u00bf€‚ƒ„…†‡ˆ‰Š‹ŒŽ˜™š›œžŸ]|[ÄÅ][¡-ª¬-º¼-¿‚ƒ„…†‡ˆ‰Š‹ŒŽ˜™š›œžŸ]|â€/;

const LETTERS_LOST: CellProblem = {
  code: 'letters-lost',
  reason:
    'Letters in the cell were lost because the data was saved or opened in the wrong encoding. Export it from the source again, as UTF-8.',
};

/** `=HYPERLINK(…)`, `=A1`, `@SUM(…)`, `+cmd|…`; not `=0170` or `+49 (0)170`. */
const FORMULA =
  /^(?:=\s*[-+@($'\p{L}]|=[^=]*[()*^&<>!]|=\d+[-+/]\d|@\p{L}+\(|[+-]\s*\p{L}[\p{L}\d.]*[(|!])/u;

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
  if (FORMULA.test(text)) {
    const reason = 'The cell is a formula, not a value. Paste the value in its place.';
    return { code: 'formula', reason };
  }
  if (text.includes('\ufffd') || TWICE_ENCODED.test(text) || isTwiceEncoded(text)) {
    return LETTERS_LOST;
  }
  return null;
};

/** `M?ller`, `M??ller`, `?mer`, and words of which nothing is left: `????? ????`. */
const QUESTION_MARKS = /\p{L}\?{1,2}\p{L}|(?<!\S)\?{1,2}\p{Ll}|(?<!\S)\?{4,}(?!\S)/u;

/** What a web shop writes for itself: `M&uuml;ller`, `O&#39;Neill`, `<br>`; or JSON: `M\u00fcller`. */
const MARKUP =
  /&(?:amp|lt|gt|quot|apos|nbsp|szlig|[a-z]{1,2}(?:uml|acute|grave|circ|tilde|cedil|ring|slash|caron|lig)|#\d{2,5}|#x[\da-f]{2,5});|<\/?(?:br|p)\b[^<>]*>|\\u[\da-f]{4}/i;

/** What no name and no line of an address may be. A label may have a ? in it. */
export const findSpoiltLine = (line: string): CellProblem | null => {
  const spoilt = findSpoiltText(line);
  if (spoilt !== null) return spoilt;
  if (QUESTION_MARKS.test(line)) return LETTERS_LOST;
  if (!MARKUP.test(line)) return null;
  const reason =
    'The cell contains codes of a web page or a program in place of letters. Write the letters, or export plain text.';
  return { code: 'letters-lost', reason };
};

/** Digits that a spreadsheet has given up: `3.40988E+17`. */
export const findScientific = (cell: string): CellProblem | null =>
  SCIENTIFIC.test(cell.trim())
    ? spoilt(
        'scientific-number',
        'The spreadsheet has converted the number to scientific notation, and most of its digits are lost.',
      )
    : null;

/** A number that a program kept as a quantity: `14.0`. */
export const findDecimals = (cell: string): CellProblem | null =>
  /^\d+[.,٫]0+$/.test(cell.trim()) ? FORMATTED : null;

const findQuantity = (cell: string, grouped: RegExp): CellProblem | null => {
  const text = cell.trim();
  if (NOTHING_IN_A_NUMBER.test(text)) {
    const reason =
      'The cell contains a program’s word for an empty value, or for yes or no, not a value.';
    return { code: 'no-value', reason };
  }
  const scientific = findScientific(text);
  if (scientific !== null) return scientific;
  return WITH_DECIMALS.test(text) || grouped.test(text) || PERCENT_OR_MONEY.test(text)
    ? FORMATTED
    : null;
};

/** What a spreadsheet makes of a number that should have stayed a text: a label, a serial. */
export const findSpoiltNumber = (cell: string): CellProblem | null => findQuantity(cell, GROUPED);

/** What a spreadsheet makes of `+49-30-1234567`: it calculates. */
const NEGATIVE = /^-\s*\d/;

/** The same of a telephone number, where `612 345 678` and `612.345.678` are people’s own. */
export const findSpoiltPhone = (cell: string): CellProblem | null =>
  NEGATIVE.test(cell)
    ? spoilt('formatted-number', 'The spreadsheet has calculated with the number.')
    : findQuantity(cell, GROUPED_PHONE);
