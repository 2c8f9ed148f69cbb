import type { Instant } from '../../../shared/protocol/ids.ts';
import { err, ok, type Result } from '../../../shared/result.ts';
import type { LineProblem } from '../deliveries/new-stop.ts';
import { type CellProblem, type Read, unwrapFormula } from './cell.ts';
import { checkTimes } from './check-times.ts';
import type { ColumnName } from './column-names.ts';
import { type CellValues, COLUMNS, type ImportLine, importLine, LEFT_OUT } from './csv-columns.ts';
import type { Place } from './depot-country.ts';
import { isMidnight } from './local-time.ts';
import { filledWidth, type Header, OPTIONAL } from './read-header.ts';
import { readInstant } from './read-time.ts';
import type { Row } from './split-rows.ts';
import { findSpoiltText } from './spoilt-cell.ts';

/** The last cell that a row must have: what lies behind it may be left out. */
const neededWidth = ({ places }: Header): number =>
  1 + Math.max(...[...places].filter(([column]) => !OPTIONAL.has(column)).map(([, at]) => at));

/** More than four lines of an address; only labels, which are many, may need more. */
const MAX_CELL = 1_000;

const findTooLong = (column: ColumnName, { length }: string): CellProblem | null =>
  column === 'parcels' || length <= MAX_CELL
    ? null
    : { code: 'too-long', reason: `The cell has more than ${MAX_CELL} characters.` };

/** The customer needs a code by SMS, or a token. */
const checkPhone = ({ line, phone, token }: CellValues): LineProblem[] => {
  if (phone !== null || token !== null) return [];
  const reason = 'The cell is empty and there is no token.';
  return [{ line, column: 'phone', code: 'missing', reason }];
};

/** A date without a time is midnight in a workbook, and in the file that a spreadsheet makes of it. */
const noteMidnight = ({ line, arrival }: CellValues, { timeZone }: Place): LineProblem[] => {
  if (!isMidnight(arrival, timeZone)) return [];
  const reason = 'The arrival is at midnight: perhaps the cell is a date without a time.';
  return [{ line, column: 'arrival', code: 'arrival-midnight', reason }];
};

/** Names go with the labels by their order. */
const namesProblem = ({ line, parcel_names: names, parcels }: CellValues): LineProblem => {
  const reason = `There are ${names.length} names and ${parcels.length} labels. Put a name for each label, in their order, with ; between; leave one empty where there is none.`;
  return { line, column: 'parcel_names', code: 'names-unclear', reason };
};

const MAX_REMEMBERED = 10_000;

/** Reads each text once: the times of a file are few, and none of them is worth a note. */
const remember = <T>(read: Read<T>): Read<T> => {
  const known = new Map<string, ReturnType<Read<T>>>();
  return (text, reading) => {
    const before = known.get(text);
    if (before !== undefined) return before;
    const result = read(text, reading);
    if (known.size >= MAX_REMEMBERED) known.clear();
    known.set(text, result);
    return result;
  };
};

export type ReadRow = {
  readonly line: Result<ImportLine, LineProblem[]>;
  /** What was taken, and ought to be looked at all the same. */
  readonly notes: readonly LineProblem[];
};

/** Gives what reads the rows under a header: each by itself, or everything that is wrong with it. */
export const makeRowReader = (
  header: Header,
  place: Place,
  now: Instant,
): ((row: Row) => ReadRow) => {
  const needed = neededWidth(header);
  const time = remember(readInstant);
  const columns: Readonly<Record<ColumnName, Read<unknown>>> = {
    ...COLUMNS,
    arrival: time,
    not_before: time,
    not_after: time,
  };

  const checkWidth = ({ line, cells }: Row): LineProblem | null => {
    if (filledWidth(cells) <= header.width && cells.length >= needed) return null;
    const reason = `The row has ${cells.length} cells, the header ${header.width}. Put cells that contain the delimiter in quotation marks.`;
    return { line, column: null, code: 'field-count', reason };
  };

  return (row) => {
    const { line, cells } = row;
    const width = checkWidth(row);
    if (width !== null) return { line: err([width]), notes: [] };
    const problems: LineProblem[] = [];
    const notes: LineProblem[] = [];
    const values: Record<string, unknown> = { line, ...LEFT_OUT };
    const read = (column: ColumnName, cell: string): void => {
      const spoilt = findTooLong(column, cell) ?? findSpoiltText(cell);
      if (spoilt !== null) {
        problems.push({ line, column, ...spoilt });
        return;
      }
      const note = (what: CellProblem): void => {
        notes.push({ line, column, ...what });
      };
      const value = columns[column](cell, { ...place, note });
      if (value.ok) values[column] = value.value;
      else problems.push({ line, column, ...value.error });
    };
    for (const [column, at] of header.places) read(column, unwrapFormula(cells[at] ?? ''));
    if (problems.length > 0) return { line: err(problems), notes };
    const cellValues = values as CellValues;
    problems.push(...checkPhone(cellValues), ...checkTimes(cellValues, now));
    notes.push(...noteMidnight(cellValues, place));
    const whole = importLine(cellValues);
    if (whole === null) problems.push(namesProblem(cellValues));
    return { line: whole === null || problems.length > 0 ? err(problems) : ok(whole), notes };
  };
};
