import { pipeline, Readable } from 'node:stream';
import { CsvError, Parser } from 'csv-parse';
import { type Options, parse } from 'csv-parse/sync';
import { err, ok, type Result } from '../../../shared/result.ts';
import type { LineProblem } from '../deliveries/new-stop.ts';
import { columnOf, foldHeading } from './column-names.ts';
import type { TextProblem } from './decode-text.ts';
import { MOST_ABOVE } from './read-header.ts';
import { hideStrayQuotes, type StrayQuotes } from './stray-quotes.ts';

/** A row as a spreadsheet shows it: its number there, and its cells. */
export type Row = { readonly line: number; readonly cells: readonly string[] };

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

/** How many columns that we know each of the first rows of a text has with a delimiter. */
const knownColumns = (text: string, options: Options, mapped: ReadonlySet<string>): number[] => {
  let rows: string[][] = [];
  try {
    rows = parse(text, { ...OPTIONS, skip_empty_lines: true, ...options }) as string[][];
  } catch (error) {
    if (!(error instanceof CsvError)) throw error;
  }
  const isKnown = (name: string): boolean =>
    columnOf(name) !== null || mapped.has(foldHeading(name));
  return rows.map((cells) => cells.filter(isKnown).length);
};

/** The delimiter by which the header has the most columns that we know. */
const detectDelimiter = (text: string, mapped: ReadonlySet<string>): string => {
  const best = (options: Options): { readonly delimiter: string; readonly known: number } =>
    DELIMITERS.map((delimiter) => ({
      delimiter,
      known: Math.max(0, ...knownColumns(text, { delimiter, ...options }, mapped)),
    })).reduce((one, other) => (other.known > one.known ? other : one));
  const first = best({ to: 1 });
  // Something may stand above the header.
  return (first.known > 1 ? first : best({ to: MOST_ABOVE + 1, relax_quotes: true })).delimiter;
};

/** So much of a file, if it has that much, is looked at for its delimiter. */
const HEAD = 65_536;
const BATCH = 64;

/** Leaves the parser with what is wrong with the text. */
class NotText extends Error {
  readonly problem: TextProblem;
  constructor(problem: TextProblem) {
    super('the file is not text');
    this.problem = problem;
  }
}

const unwrap = async function* (
  texts: AsyncIterator<Result<string, TextProblem>>,
): AsyncGenerator<string> {
  for (let next = await texts.next(); next.done !== true; next = await texts.next()) {
    if (!next.value.ok) throw new NotText(next.value.error);
    yield next.value.value;
  }
};

/** The beginning of a text, and the rest of it. */
const takeHead = async (texts: AsyncGenerator<string>): Promise<string> => {
  let head = '';
  while (head.length < HEAD) {
    const next = await texts.next();
    if (next.done === true) break;
    head += next.value;
  }
  return head;
};

const withHead = async function* (
  head: string,
  texts: AsyncGenerator<string>,
  quotes: StrayQuotes,
): AsyncGenerator<string> {
  yield quotes.hide(head);
  for await (const text of texts) yield quotes.hide(text);
  yield quotes.end();
};

const problemOf = (error: unknown, records: number): LineProblem => {
  if (error instanceof NotText) return { line: records + 1, column: null, ...error.problem };
  if (!(error instanceof CsvError)) throw error;
  const cell = typeof error['column'] === 'number' ? `Cell ${error['column'] + 1}: ` : '';
  const reason = `${cell}${NOT_CSV[error.code] ?? 'The file is not valid CSV from here on.'}`;
  return { line: records + 1, column: null, code: 'not-csv', reason };
};

/**
 * The rows of a text that have anything in them, some at a time, whatever stands between their
 * cells. A cell with line breaks is one row, and empty rows count, as in a spreadsheet. What is
 * wrong with the text is the last that comes. `mapped` are folded headings that count as known.
 */
export async function* splitRows(
  decoded: AsyncIterable<Result<string, TextProblem>>,
  mapped: ReadonlySet<string>,
): AsyncGenerator<Result<readonly Row[], LineProblem>> {
  const texts = unwrap(decoded[Symbol.asyncIterator]());
  let parser: Parser | null = null;
  let line = 0;
  try {
    const head = await takeHead(texts);
    const told = SEPARATOR_LINE.exec(head);
    const table = told === null ? head : head.slice(told[0].length);
    const delimiter = told?.[1] ?? detectDelimiter(table, mapped);
    const quotes = hideStrayQuotes(delimiter);
    parser = new Parser({ ...OPTIONS, delimiter });
    // What goes wrong on the way comes out of the parser.
    pipeline(Readable.from(withHead(table, texts, quotes)), parser, () => {});
    let batch: Row[] = [];
    for await (const read of parser as AsyncIterable<string[]>) {
      line += 1;
      const cells = read.map(quotes.show);
      if (!isBlank(cells)) batch.push({ line, cells });
      if (batch.length < BATCH) continue;
      yield ok(batch);
      batch = [];
    }
    yield ok(batch);
  } catch (error) {
    yield err(problemOf(error, error instanceof CsvError ? (parser?.info.records ?? 0) : 0));
  }
}
