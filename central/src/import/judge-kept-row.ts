import type { Instant } from '../../../shared/protocol/ids.ts';
import type { Database } from '../database/pool.ts';
import type { LineProblem } from '../deliveries/new-stop.ts';
import type { Depot } from '../depots/depots.ts';
import { readColumnMap } from './column-map.ts';
import { placeOf } from './depot-country.ts';
import type { KeptFile } from './kept-file.ts';
import { readHeader } from './read-header.ts';
import { makeRowReader } from './read-row.ts';

/**
 * What is wrong with a row of a file that waits, by itself: what it has in common with other rows, or
 * with what is at central, is seen when the file is read again.
 */
export const judgeKeptRow = async (
  db: Database,
  depot: Depot,
  { columns, headings }: KeptFile,
  row: { readonly line: number; readonly cells: readonly string[] },
  now: Instant,
): Promise<readonly LineProblem[]> => {
  const map = await readColumnMap(db, depot.id, headings);
  const header = { line: row.line, cells: columns.map(({ heading }) => heading) };
  const read = readHeader(header, map);
  if (!read.ok) return read.error;
  const { line } = makeRowReader(read.value, placeOf(depot), now)(row);
  return line.ok ? [] : line.error;
};
