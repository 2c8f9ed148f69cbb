import type { Instant, ParcelLabel } from '../../../shared/protocol/ids.ts';
import { err, ok, type Result } from '../../../shared/result.ts';
import { type CellProblem, unwrapFormula } from './cell.ts';
import { checkDays, checkTimes } from './check-times.ts';
import type { ColumnName } from './column-names.ts';
import { COLUMNS, type ImportLine } from './csv-columns.ts';
import { decodeText } from './decode-text.ts';
import type { Place } from './depot-country.ts';
import { filledWidth, type Header, OPTIONAL, readHeader } from './read-header.ts';
import { type LineProblem, type Row, splitRows } from './split-rows.ts';
import { findSpoiltText } from './spoilt-cell.ts';

export type ReadFile = {
  readonly lines: readonly ImportLine[];
  /** What was taken, and ought to be looked at all the same. */
  readonly notes: readonly LineProblem[];
};

/** The last cell that a row must have: what lies behind it may be left out. */
const neededWidth = ({ places }: Header): number =>
  1 + Math.max(...[...places].filter(([column]) => !OPTIONAL.has(column)).map(([, at]) => at));

const checkWidth = (header: Header, { line, cells }: Row): LineProblem | null => {
  if (filledWidth(cells) <= header.width && cells.length >= neededWidth(header)) return null;
  const reason = `The row has ${cells.length} cells, the header ${header.width}. Put cells that contain the delimiter in quotation marks.`;
  return { line, column: null, code: 'field-count', reason };
};

/** More than four lines of an address; only labels, which are many, may need more. */
const MAX_CELL = 1_000;

const findTooLong = (column: ColumnName, { length }: string): CellProblem | null =>
  column === 'parcels' || length <= MAX_CELL
    ? null
    : { code: 'too-long', reason: `The cell has more than ${MAX_CELL} characters.` };

const readCells = (
  header: Header,
  row: Row,
  place: Place,
  found: { readonly problems: LineProblem[]; readonly notes: LineProblem[] },
): ImportLine | null => {
  const { line, cells } = row;
  const width = checkWidth(header, row);
  if (width !== null) {
    found.problems.push(width);
    return null;
  }
  const values: Record<string, unknown> = { line, token: null };
  const before = found.problems.length;
  const read = (column: ColumnName, cell: string): void => {
    const spoilt = findTooLong(column, cell) ?? findSpoiltText(cell);
    if (spoilt !== null) {
      found.problems.push({ line, column, ...spoilt });
      return;
    }
    const note = (what: { code: string; reason: string }): void => {
      found.notes.push({ line, column, ...what });
    };
    const value = COLUMNS[column](cell, { ...place, note });
    if (value.ok) values[column] = value.value;
    else found.problems.push({ line, column, ...value.error });
  };
  for (const [column, at] of header.places) read(column, unwrapFormula(cells[at] ?? ''));
  return found.problems.length === before ? (values as ImportLine) : null;
};

/** The customer needs a code by SMS, or a token. */
const checkPhone = ({ line, phone, token }: ImportLine): LineProblem[] =>
  phone === null && token === null
    ? [
        {
          line,
          column: 'phone',
          code: 'missing',
          reason: 'The cell is empty and there is no token.',
        },
      ]
    : [];

const checkAcross = (lines: readonly ImportLine[]): LineProblem[] => {
  const problems: LineProblem[] = [];
  const places = new Map<string, number>();
  const labels = new Map<ParcelLabel, number>();
  for (const { line, route, position, parcels } of lines) {
    const place = `${position} ${route}`;
    const before = places.get(place);
    if (before !== undefined) {
      const reason = `Row ${before} has the same position in the same route.`;
      problems.push({ line, column: 'position', code: 'position-twice', reason });
    }
    places.set(place, line);
    for (const label of parcels) {
      const other = labels.get(label);
      if (other !== undefined) {
        const reason = `Row ${other} has a parcel with the same label.`;
        problems.push({ line, column: 'parcels', code: 'label-twice', reason });
      }
      labels.set(label, line);
    }
  }
  return problems;
};

const MAX_HEADING = 40;

/** What is said of the whole file: how its letters were read, and what columns count for nothing. */
const noteFile = (line: number, guessed: string | null, { ignored }: Header): LineProblem[] => {
  const notes: LineProblem[] = [];
  if (guessed !== null) {
    const reason = `The file is not UTF-8 and was read as ${guessed}. Check the names in it.`;
    notes.push({ line, column: null, code: 'encoding-guessed', reason });
  }
  for (const heading of ignored) {
    const column = heading.slice(0, MAX_HEADING) || null;
    const reason = 'Unknown column, ignored.';
    notes.push({ line, column, code: 'column-ignored', reason });
  }
  return notes;
};

/** Reads a whole file: every row of it, or everything that is wrong with it. */
export const readCsv = (
  bytes: Uint8Array,
  place: Place,
  now: Instant,
): Result<ReadFile, LineProblem[]> => {
  const decoded = decodeText(bytes, place.country);
  if (!decoded.ok) return err([{ line: 1, column: null, ...decoded.error }]);
  const rows = splitRows(decoded.value.text);
  if (!rows.ok) return err([rows.error]);
  const [first, ...rest] = rows.value;
  if (first === undefined) {
    return err([{ line: 1, column: null, code: 'no-lines', reason: 'The file is empty.' }]);
  }
  const header = readHeader(first);
  if (!header.ok) return header;
  if (rest.length === 0) {
    const reason = 'The file contains no deliveries.';
    return err([{ line: first.line, column: null, code: 'no-lines', reason }]);
  }
  const problems: LineProblem[] = [];
  const notes = noteFile(first.line, decoded.value.guessed, header.value);
  const lines: ImportLine[] = [];
  for (const row of rest) {
    const line = readCells(header.value, row, place, { problems, notes });
    if (line === null) continue;
    lines.push(line);
    problems.push(...checkPhone(line), ...checkTimes(line, now));
  }
  problems.push(...checkAcross(lines), ...checkDays(lines, place.timeZone));
  return problems.length > 0 ? err(problems.sort((a, b) => a.line - b.line)) : ok({ lines, notes });
};
