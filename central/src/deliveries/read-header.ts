import { err, ok, type Result } from '../../../shared/result.ts';
import { COLUMN_NAMES, type ColumnName, columnOf } from './column-names.ts';
import type { LineProblem, Row } from './split-rows.ts';

/** Columns that a file need not have. */
export const OPTIONAL: ReadonlySet<ColumnName> = new Set(['token']);

export type Header = {
  /** Where each column stands that a file has. */
  readonly places: ReadonlyMap<ColumnName, number>;
  /** Up to the last heading. */
  readonly width: number;
  /** Headings of columns that are not ours. */
  readonly ignored: readonly string[];
};

/** How many cells a row has up to the last one with anything in it. */
export const filledWidth = (cells: readonly string[]): number =>
  cells.findLastIndex((cell) => cell.trim() !== '') + 1;

/** Finds the columns by their headings. A column's own name goes before what else it is called. */
export const readHeader = ({ line, cells }: Row): Result<Header, LineProblem[]> => {
  const width = filledWidth(cells);
  const named = cells.slice(0, width).map((heading) => columnOf(heading));
  const places = new Map<ColumnName, number>();
  const ignored: string[] = [];
  const problems: LineProblem[] = [];
  const hasOwn = (column: ColumnName): boolean =>
    named.some((one) => one?.column === column && one.isOwn);
  named.forEach((one, i) => {
    if (one === null || (!one.isOwn && hasOwn(one.column))) {
      ignored.push((cells[i] ?? '').trim());
      return;
    }
    if (places.has(one.column)) {
      const reason = `Duplicate column: ${one.column}.`;
      problems.push({ line, column: one.column, code: 'column-twice', reason });
    }
    places.set(one.column, i);
  });
  for (const column of COLUMN_NAMES) {
    if (places.has(column) || OPTIONAL.has(column)) continue;
    const reason = `The file has no column ${column}. Its first row must name the columns: ${COLUMN_NAMES.join(', ')}.`;
    problems.push({ line, column, code: 'missing-column', reason });
  }
  return problems.length > 0 ? err(problems) : ok({ places, width, ignored });
};
