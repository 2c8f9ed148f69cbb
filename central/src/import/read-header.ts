import { err, ok, type Result } from '../../../shared/result.ts';
import type { LineProblem } from '../deliveries/new-stop.ts';
import { COLUMN_NAMES, type ColumnName, columnOf, foldHeading } from './column-names.ts';
import { REST_HEADINGS } from './rest-file.ts';
import type { Row } from './split-rows.ts';

/** Columns that a file need not have. */
export const OPTIONAL: ReadonlySet<ColumnName> = new Set([
  'token',
  'language',
  'note',
  'parcel_names',
  'may_call',
  'call_phone',
  'evidence',
  'places',
  'persons',
]);

/** What a heading can be said to mean: a column, or nothing. */
export const MEANINGS = [...COLUMN_NAMES, 'ignore'] as const satisfies readonly (
  | ColumnName
  | 'ignore'
)[];
export type Meaning = (typeof MEANINGS)[number];

/** A heading as a person wrote it, and what it means. */
export type MappedHeading = { readonly heading: string; readonly meaning: Meaning };

/** What people said that headings mean, by the folded heading. */
export type ColumnMap = ReadonlyMap<
  string,
  /** `isGiven`: it was said with this very file, which must have it. */
  MappedHeading & { readonly isGiven: boolean }
>;

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

type Named = { readonly column: Meaning; readonly rank: number } | null;

/** What a person said goes before a column's own name, and that before what else it is called. */
const meaningOf = (heading: string, map: ColumnMap): Named => {
  const said = map.get(foldHeading(heading));
  if (said !== undefined) return { column: said.meaning, rank: said.isGiven ? 3 : 2 };
  const named = columnOf(heading);
  return named === null ? null : { column: named.column, rank: named.isOwn ? 1 : 0 };
};

/** Headings that were given a meaning, and that the file does not have. */
const findUnknown = ({ line, cells }: Row, map: ColumnMap): LineProblem[] => {
  const there = new Set(cells.map(foldHeading));
  return [...map].flatMap(([folded, { heading, isGiven }]): LineProblem[] => {
    if (!isGiven || there.has(folded)) return [];
    const reason = 'The file has no column with this heading, which was given a meaning.';
    return [{ line, column: heading, code: 'unknown-heading', reason }];
  });
};

/** What each heading is taken for: of two that mean the same, the one that says it better. */
const named = ({ cells }: Row, map: ColumnMap): readonly Named[] => {
  const all = cells.slice(0, filledWidth(cells)).map((heading) => meaningOf(heading, map));
  const best = new Map<string, number>();
  for (const one of all) {
    if (one !== null) best.set(one.column, Math.max(one.rank, best.get(one.column) ?? 0));
  }
  return all.map((one) =>
    one === null || (one.column !== 'ignore' && one.rank < (best.get(one.column) ?? 0))
      ? null
      : one,
  );
};

/** What each column of a file means, up to the last heading; null: nothing that is known. */
export const meaningsOf = (row: Row, map: ColumnMap): readonly (Meaning | null)[] =>
  named(row, map).map((one) => one?.column ?? null);

/** So many rows may stand above the headings: a title, a date, notes. */
export const MOST_ABOVE = 20;
/** A row with so many known headings is the header, whatever comes below. */
const ENOUGH_KNOWN = 3;

/** A row with so many cells is no title: whoever sorts a sheet with its headings has deliveries above them. */
const MANY_CELLS = 5;

const filledIn = ({ cells }: Row): number => cells.filter((cell) => cell.trim() !== '').length;

const knownIn = (row: Row, map: ColumnMap): number =>
  meaningsOf(row, map).filter((meaning) => meaning !== null).length;

/** Which of a file's first rows has the headings: the first, unless another alone can be meant. */
export const findHeader = (rows: readonly Row[], map: ColumnMap): number => {
  const known = rows.slice(0, MOST_ABOVE + 1).map((row) => knownIn(row, map));
  const most = Math.max(...known);
  const at = known.indexOf(most);
  const isFirst = (known[0] ?? 0) >= ENOUGH_KNOWN || most <= ENOUGH_KNOWN;
  return isFirst || rows.slice(0, at).some((row) => filledIn(row) >= MANY_CELLS) ? 0 : at;
};

/** Finds the columns by their headings. */
export const readHeader = (row: Row, map: ColumnMap): Result<Header, LineProblem[]> => {
  const { line, cells } = row;
  const width = filledWidth(cells);
  const places = new Map<ColumnName, number>();
  const ignored: string[] = [];
  const problems = findUnknown(row, map);
  named(row, map).forEach((one, i) => {
    const heading = (cells[i] ?? '').trim();
    if (one === null || one.column === 'ignore') {
      if (!REST_HEADINGS.includes(heading)) ignored.push(heading);
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
    const reason = 'No heading of the file means this column.';
    problems.push({ line, column, code: 'missing-column', reason });
  }
  return problems.length > 0 ? err(problems) : ok({ places, width, ignored });
};
