import type { ImportRow } from '../../api/imports.ts';
import type { ColumnName } from './columns.tsx';

/** What a problem is about as well as the column that it names: any of them may be the cause. */
const ABOUT: Readonly<Record<string, readonly ColumnName[]>> = {
  'validity-reversed': ['not_before', 'not_after'],
  'arrival-outside': ['arrival', 'not_before', 'not_after'],
  'validity-too-long': ['arrival', 'not_after'],
  'names-unclear': ['parcels', 'parcel_names'],
};

type Wrong = {
  readonly cells: ImportRow['cells'];
  readonly problems: readonly Pick<ImportRow['problems'][number], 'column' | 'code'>[];
};

/**
 * The cells of a row to be mended, by their places (`placeOf`: where a column is): each that a problem
 * is about, and those that were `shown` before; all of them where nobody says which.
 */
export const wrongCells = (
  { problems, cells }: Wrong,
  placeOf: ReadonlyMap<string, number>,
  shown: readonly number[] = [],
): readonly number[] => {
  const isAbout = problems.every(({ column }) => placeOf.has(column ?? ''));
  if (!isAbout) return cells.map((_, at) => at);
  const named = problems.flatMap(({ column, code }) =>
    [column ?? '', ...(ABOUT[code] ?? [])].flatMap((name) => placeOf.get(name) ?? []),
  );
  return [...new Set([...shown, ...named])].toSorted((a, b) => a - b);
};
