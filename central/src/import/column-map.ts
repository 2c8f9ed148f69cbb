import type { DepotId } from '../../../shared/protocol/ids.ts';
import type { KnownOperator } from '../actors.ts';
import { type Database, transaction } from '../database/pool.ts';
import { noteAct } from '../operators/acts.ts';
import type { Ports } from '../ports.ts';
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

/** Forgets what some headings mean, and keeps what others do. Nothing to change is no act. */
export const changeHeadings = (
  { pool, now }: Pick<Ports, 'pool' | 'now'>,
  operator: KnownOperator,
  depot: DepotId,
  { map, forget }: { readonly map: readonly MappedHeading[]; readonly forget: readonly string[] },
): Promise<void> =>
  transaction(pool, async (tx) => {
    const forgotten = await tx.query(
      'delete from import_heading where depot = $1 and folded = any($2)',
      [depot, forget.map(foldHeading)],
    );
    await keepHeadings(tx, depot, map);
    const subject = { depot, kept: map.length, forgotten: forgotten.rowCount ?? 0 };
    if (subject.kept + subject.forgotten === 0) return;
    await noteAct(tx, operator, 'import-headings-changed', subject, now());
  });
