/** What a spreadsheet would run if it came first in a cell (OWASP, CSV injection). */
const FORMULA = /^[\s]*[=+\-@\t\r]/;

/** A cell of a table: a text that somebody may have written, or a number of ours. */
export type Cell = string | number;

const written = (cell: Cell, separator: string): string => {
  if (typeof cell === 'number') return String(cell);
  // What begins with an apostrophe is text to every spreadsheet.
  const harmless = FORMULA.test(cell) ? `'${cell}` : cell;
  return /["\r\n\t]/.test(harmless) || harmless.includes(separator) || harmless !== harmless.trim()
    ? `"${harmless.replaceAll('"', '""')}"`
    : harmless;
};

/**
 * A table as CSV (RFC 4180) that a spreadsheet opens with a touch: with a byte order mark, so that its
 * letters are right, and the separator that goes with the reader's numbers. No cell is a formula.
 */
export const csvOf = (rows: readonly (readonly Cell[])[], language: string): string => {
  const parts = new Intl.NumberFormat(language).formatToParts(1.5);
  const separator = parts.some(({ type, value }) => type === 'decimal' && value === ',')
    ? ';'
    : ',';
  const lines = rows.map((row) => row.map((cell) => written(cell, separator)).join(separator));
  return `\ufeff${lines.join('\r\n')}\r\n`;
};
