import type { LineProblem } from '../deliveries/new-stop.ts';
import { pointerOf } from './member-sentence.ts';
import type { Row } from './split-rows.ts';

/** What the rest of a file says of each row, in columns of its own that the next import ignores. */
export const REST_HEADINGS: readonly string[] = ['kerbside: row', 'kerbside: what is wrong'];

const FORMULA = /^[=+\-@\t\r]/;

/**
 * A cell that no spreadsheet takes for a formula. The apostrophe in front is taken away again when
 * the file is imported.
 */
const harmless = (cell: string): string => (FORMULA.test(cell) ? `'${cell}` : cell);

const written = (cell: string): string => {
  const text = harmless(cell);
  return /[",;\r\n\t|]/.test(text) || text !== text.trim()
    ? `"${text.replaceAll('"', '""')}"`
    : text;
};

const rowOf = (cells: readonly string[]): string => `${cells.map(written).join(',')}\r\n`;

/** The first row of a rest. With the mark by which spreadsheets know UTF-8. */
const restHeader = (headings: readonly string[]): string =>
  `\ufeff${rowOf([...headings, ...REST_HEADINGS])}`;

/** A row that was not imported, as it stood in the file, and why. */
const restRow = ({ line, cells }: Row, width: number, problems: readonly LineProblem[]): string => {
  const kept = Array.from({ length: Math.max(width, cells.length) }, (_, i) => cells[i] ?? '');
  const why = problems.map(({ column, reason }) =>
    column === null ? reason : `${column}: ${reason}`,
  );
  return rowOf([...kept, String(line), why.join(' ')]);
};

/** How the rows that were not imported are written. */
export type RestForm = {
  readonly header: (headings: readonly string[]) => string;
  readonly row: (row: Row, width: number, problems: readonly LineProblem[]) => string;
  /** What a column is called in such a file. */
  readonly columnOf: (column: string | null) => string | null;
};

/** As a table, with what is wrong in columns of its own. */
export const TABLE_REST: RestForm = {
  header: restHeader,
  row: restRow,
  columnOf: (column) => column,
};

/** As lines of JSON, as they came; what is wrong with each, the report says. */
export const JSON_REST: RestForm = {
  header: () => '',
  row: ({ cells: [text = ''] }) => `${text}\n`,
  columnOf: pointerOf,
};
