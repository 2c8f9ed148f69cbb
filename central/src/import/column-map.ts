import type { DepotId } from '../../../shared/protocol/ids.ts';
import type { Database } from '../database/pool.ts';
import { foldHeading } from './column-names.ts';
import type { ColumnMap, MappedHeading } from './read-header.ts';

export const listMappedHeadings = async (db: Database, depot: DepotId): Promise<MappedHeading[]> =>
  (
    await db.query<MappedHeading>(
      'select heading, meaning from import_heading where depot = $1 order by meaning, heading',
      [depot],
    )
  ).rows;

/**
 * What headings of a depot's files mean: as was said before, and as is said with this one, which
 * goes before it.
 */
export const readColumnMap = async (
  db: Database,
  depot: DepotId,
  given: readonly MappedHeading[],
): Promise<ColumnMap> => {
  const kept = await listMappedHeadings(db, depot);
  const entry = (one: MappedHeading, isGiven: boolean) =>
    [foldHeading(one.heading), { ...one, isGiven }] as const;
  return new Map([
    ...kept.map((one) => entry(one, false)),
    ...given.map((one) => entry(one, true)),
  ]);
};

/** Keeps what headings mean, for the files to come. */
export const keepHeadings = async (
  db: Database,
  depot: DepotId,
  headings: readonly MappedHeading[],
): Promise<void> => {
  for (const { heading, meaning } of headings) {
    await db.query(
      `insert into import_heading (depot, folded, heading, meaning) values ($1, $2, $3, $4)
       on conflict (depot, folded) do update
         set heading = excluded.heading, meaning = excluded.meaning`,
      [depot, foldHeading(heading), heading, meaning],
    );
  }
};

/** Forgets what was said of headings. */
export const forgetHeadings = async (
  db: Database,
  depot: DepotId,
  headings: readonly string[],
): Promise<void> => {
  await db.query('delete from import_heading where depot = $1 and folded = any($2)', [
    depot,
    headings.map(foldHeading),
  ]);
};
