import type { Instant } from '../../../shared/protocol/ids.ts';
import { err, ok, type Result } from '../../../shared/result.ts';
import type { LineProblem } from '../deliveries/new-stop.ts';
import type { ImportLine } from './csv-columns.ts';
import type { Place } from './depot-country.ts';
import { type FoundColumn, foundColumns } from './found-columns.ts';
import { openRows } from './open-rows.ts';
import { type ColumnMap, findHeader, type Header, readHeader } from './read-header.ts';
import { makeRowReader } from './read-row.ts';
import type { Row } from './split-rows.ts';
import type { StoredFile } from './stored-file.ts';

/** A row with what was read out of it, or with all that is wrong with it. */
export type JudgedRow = {
  readonly row: Row;
  readonly read: Result<ImportLine, readonly LineProblem[]>;
};

/** What comes out of a file, in turn: its columns and its header, once, then its rows, some at a time. */
export type ReadPart =
  | { readonly kind: 'columns'; readonly columns: readonly FoundColumn[] }
  | { readonly kind: 'header'; readonly header: Row; readonly notes: readonly LineProblem[] }
  | {
      readonly kind: 'rows';
      readonly rows: readonly JudgedRow[];
      readonly notes: readonly LineProblem[];
    };

const MAX_HEADING = 40;

/** What is said of the whole file: how its letters were read, and what in it counts for nothing. */
const noteFile = (
  line: number,
  guessed: string | null,
  above: Row | undefined,
  { ignored }: Header,
): LineProblem[] => {
  const notes: LineProblem[] = [];
  if (above !== undefined) {
    const reason = `The headings are in row ${line}. What is above them is not imported.`;
    notes.push({ line: above.line, column: null, code: 'rows-above', reason });
  }
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

/** So long a turn of the event loop may take, in rows: others are served in between. */
const ROWS_A_TURN = 32;
const nextTurn = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));

const noLines = (line: number, reason: string): LineProblem => ({
  line,
  column: null,
  code: 'no-lines',
  reason,
});

/** Rows that a person changed since the file came, by their lines; null: it is left out. */
export type ChangedRows = ReadonlyMap<number, readonly string[] | null>;

const changed = (rows: readonly Row[], changes: ChangedRows): readonly Row[] =>
  changes.size === 0
    ? rows
    : rows.flatMap((row) => {
        const cells = changes.get(row.line);
        if (cells === undefined) return [row];
        return cells === null ? [] : [{ line: row.line, cells }];
      });

/**
 * Reads a file from its beginning, each row by itself. What is wrong with the file as a whole is the
 * last that comes, and nothing of the file counts then.
 */
export async function* readFile(
  file: StoredFile,
  place: Place,
  map: ColumnMap,
  now: Instant,
  changes: ChangedRows = new Map(),
): AsyncGenerator<Result<ReadPart, readonly LineProblem[]>> {
  const opened = openRows(file, place, new Set(map.keys()));
  if (!opened.ok) {
    yield err([opened.error]);
    return;
  }
  let header: Row | null = null;
  let readRow: ReturnType<typeof makeRowReader> | null = null;
  let count = 0;
  for await (const batch of opened.value.rows) {
    if (!batch.ok) {
      yield err([batch.error]);
      return;
    }
    let rows = batch.value;
    if (readRow === null) {
      const at = findHeader(rows, map);
      const [first, ...rest] = rows.slice(at);
      if (first === undefined) continue;
      yield ok({ kind: 'columns', columns: foundColumns(first, rest, map) });
      const read = readHeader(first, map);
      yield read.ok
        ? ok({
            kind: 'header',
            header: first,
            notes: noteFile(first.line, opened.value.guessed, rows.slice(0, at)[0], read.value),
          })
        : read;
      if (!read.ok) return;
      header = first;
      readRow = makeRowReader(read.value, place, now);
      rows = rest;
    }
    rows = changed(rows, changes);
    for (let at = 0; at < rows.length; at += ROWS_A_TURN) {
      const notes: LineProblem[] = [];
      const judged: JudgedRow[] = [];
      for (const row of rows.slice(at, at + ROWS_A_TURN)) {
        const { line, notes: more } = readRow(row);
        judged.push({ row, read: line });
        if (line.ok) notes.push(...more);
      }
      count += judged.length;
      yield ok({ kind: 'rows', rows: judged, notes });
      await nextTurn();
    }
  }
  if (header === null) yield err([noLines(1, 'The file is empty.')]);
  else if (count === 0) yield err([noLines(header.line, 'The file contains no deliveries.')]);
}
