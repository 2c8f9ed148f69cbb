import { CsvError, parse } from 'csv-parse/sync';
import { err, ok, type Result } from '../../../shared/result.ts';
import { columnOf } from './column-names.ts';

/** A row as a spreadsheet shows it: its number there, and its cells. */
export type Row = { readonly line: number; readonly cells: readonly string[] };

/** What is wrong in a file: where (rows count from 1 as in a spreadsheet), a stable code, a sentence. */
export type LineProblem = {
  readonly line: number;
  readonly column: string | null;
  readonly code: string;
  readonly reason: string;
};

const DELIMITERS = [',', ';', '\t', '|'] as const;
/** A line that tells Excel the delimiter. Excel does not show it, so it is no row. */
const SEPARATOR_LINE = /^\ufeff?"?sep=(.)"?[,;\t|]*(?:\r\n|\r|\n)/i;

const OPTIONS = {
  bom: true,
  relax_column_count: true,
  record_delimiter: ['\r\n', '\n', '\r'],
  ltrim: true,
  rtrim: true,
  max_record_size: 65_536,
};

const NOT_CSV: Readonly<Record<string, string>> = {
  CSV_QUOTE_NOT_CLOSED: 'A quotation mark opens here and never closes.',
  CSV_MAX_RECORD_SIZE: 'The row is too long: perhaps a quotation mark opens here and never closes.',
  INVALID_OPENING_QUOTE:
    'A cell contains a quotation mark. Put the whole cell in quotation marks, and double each one inside it.',
  CSV_INVALID_CLOSING_QUOTE:
    'There is text after a closing quotation mark. Double each quotation mark inside a cell.',
};

const isBlank = (cells: readonly string[]): boolean => cells.every((cell) => cell.trim() === '');

/** The delimiter by which the header has the most columns that we know. */
const detectDelimiter = (text: string): string => {
  let best = { delimiter: ',', known: 0 };
  for (const delimiter of DELIMITERS) {
    let header: string[] = [];
    try {
      [header = []] = parse(text, { ...OPTIONS, delimiter, to: 1, skip_empty_lines: true });
    } catch (error) {
      if (!(error instanceof CsvError)) throw error;
    }
    const known = header.filter((name) => columnOf(name) !== null).length;
    if (known > best.known) best = { delimiter, known };
  }
  return best.delimiter;
};

/**
 * The rows of a file that have anything in them, whatever stands between their cells. A cell with
 * line breaks is one row, and empty rows count, as in a spreadsheet.
 */
export const splitRows = (text: string): Result<Row[], LineProblem> => {
  const told = SEPARATOR_LINE.exec(text);
  const table = told === null ? text : text.slice(told[0].length);
  const delimiter = told?.[1] ?? detectDelimiter(table);
  try {
    const rows: string[][] = parse(table, { ...OPTIONS, delimiter });
    return ok(
      rows.map((cells, i) => ({ line: i + 1, cells })).filter(({ cells }) => !isBlank(cells)),
    );
  } catch (error) {
    if (!(error instanceof CsvError)) throw error;
    const line = typeof error['records'] === 'number' ? error['records'] + 1 : 1;
    const reason = NOT_CSV[error.code] ?? 'The file is not valid CSV from here on.';
    return err({ line, column: null, code: 'not-csv', reason });
  }
};
