import type { DepotId, Instant } from '../../../shared/protocol/ids.ts';
import { DAY, later } from '../clock.ts';
import { at, type Database, type Transaction } from '../database/pool.ts';
import type { LineProblem } from '../deliveries/new-stop.ts';
import { cutPage, oneMore, type Page, type PageEnd } from '../http/pages.ts';
import type { FoundColumn } from './found-columns.ts';
import type { ImportKey, ImportOptions } from './import-options.ts';
import type { ChangedRows } from './read-file.ts';
import type { Outcome } from './run-import.ts';

/** A row of a file that waits: as it is now, and what is wrong with it. */
export type KeptRow = {
  readonly line: number;
  readonly cells: readonly string[];
  readonly problems: readonly LineProblem[];
  /** Whether somebody changed it since the file came. */
  readonly mended: boolean;
  readonly leftOut: boolean;
  /** Whether somebody says that its parcel is meant, though it was out on that day already. */
  readonly meant: boolean;
};

/** A file that waits to be mended and imported. */
export type KeptFile = Pick<ImportOptions, 'kind' | 'headings'> & {
  readonly bytes: number;
  readonly columns: readonly FoundColumn[];
};

const KEPT_MS = DAY;
const COLUMNS =
  'line, cells, problems, is_mended as mended, is_left_out as "leftOut", is_meant as meant' satisfies string;

/** So many of a depot wait at most: each takes as much room as the file. */
const MOST_KEPT = 10;

/** SQL: forgets the files of a depot ($1) that are such, each with every cell of it. */
const forgetWhere = (
  which: string,
): string => `with over as (update import set columns = null, kept_until = null
    where depot = $1 and ${which} returning id),
  pieces as (delete from import_piece piece using over
    where piece.depot = $1 and piece.import = over.id)
  delete from import_row waiting using over where waiting.depot = $1 and waiting.import = over.id`;

/** Keeps a file for a day, with its rows that need a person and those that somebody changed. */
export const keepFile = async (
  tx: Transaction,
  { depot, id }: ImportKey,
  { badRows, columns }: Pick<Outcome, 'badRows' | 'columns'>,
  now: Instant,
): Promise<void> => {
  await tx.query(`update import set columns = $3, kept_until = $4 where depot = $1 and id = $2`, [
    depot,
    id,
    JSON.stringify(columns),
    at(later(now, KEPT_MS)),
  ]);
  await tx.query(
    `delete from import_row where depot = $1 and import = $2 and not is_mended and not is_left_out
       and not is_meant`,
    [depot, id],
  );
  await tx.query(`update import_row set problems = '[]' where depot = $1 and import = $2`, [
    depot,
    id,
  ]);
  await tx.query(
    `insert into import_row (depot, import, line, cells, problems)
     select $1, $2, (row->>'line')::int, row->'cells', row->'problems'
     from jsonb_array_elements($3::jsonb) as row
     on conflict (depot, import, line) do update set problems = excluded.problems`,
    [depot, id, JSON.stringify(badRows)],
  );
  await tx.query(
    forgetWhere(`id in (select id from import where depot = $1 and kept_until is not null
      order by kept_until desc, id offset ${MOST_KEPT})`),
    [depot],
  );
};

/** Forgets files whose day is over. One that is begun again at that moment is not among them. */
export const forgetOver = async (db: Database, depot: DepotId, now: Instant): Promise<void> => {
  await db.query(forgetWhere('kept_until <= $2'), [depot, at(now)]);
};

/** Forgets a file, and every cell of it. */
export const forgetFile = async (db: Database, { depot, id }: ImportKey): Promise<void> => {
  await db.query(forgetWhere('id = $2'), [depot, id]);
};

/** A file that waits, whole; null if there is none such. */
export const findKept = async (
  db: Database,
  { depot, id }: ImportKey,
  now: Instant,
): Promise<KeptFile | null> =>
  (
    await db.query<KeptFile>(
      `select kind, headings, bytes, columns from import
       where depot = $1 and id = $2 and kept_until > $3
         and bytes = (select sum(length(piece.bytes)) from import_piece piece
           where piece.depot = import.depot and piece.import = import.id)`,
      [depot, id, at(now)],
    )
  ).rows[0] ?? null;

/** Begins to work on a file that waited, if it waits still. */
export const takeKept = async (
  db: Database,
  { depot, id }: ImportKey,
  { goodOnly, dryRun, headings }: ImportOptions,
  now: Instant,
): Promise<boolean> => {
  const { rowCount } = await db.query(
    `update import set state = 'running', good_only = $3, dry_run = $4, headings = $5, report = null,
       bytes_read = 0, rows_read = 0, ended_at = null, kept_until = null
     where depot = $1 and id = $2 and kept_until > $6`,
    [depot, id, goodOnly, dryRun, JSON.stringify(headings), at(now)],
  );
  return rowCount === 1;
};

/** The rows that somebody changed, for whoever reads the file again. */
export const readChanges = async (db: Database, { depot, id }: ImportKey): Promise<ChangedRows> => {
  const { rows } = await db.query<Pick<KeptRow, 'line' | 'cells' | 'leftOut'>>(
    `select line, cells, is_left_out as "leftOut" from import_row
     where depot = $1 and import = $2 and (is_mended or is_left_out)`,
    [depot, id],
  );
  return new Map(rows.map(({ line, cells, leftOut }) => [line, leftOut ? null : cells]));
};

/** The rows whose parcels somebody means, though they were out on that day already. */
export const readMeant = async (
  db: Database,
  { depot, id }: ImportKey,
): Promise<ReadonlySet<number>> => {
  const { rows } = await db.query<Pick<KeptRow, 'line'>>(
    'select line from import_row where depot = $1 and import = $2 and is_meant',
    [depot, id],
  );
  return new Set(rows.map(({ line }) => line));
};

/** A page of the rows that need a person or were changed by one, in their order in the file. */
export const listKeptRows = async (
  db: Database,
  { depot, id }: ImportKey,
  page: Page<number>,
): Promise<{ readonly rows: readonly KeptRow[] } & PageEnd> => {
  const found = await db.query<KeptRow>(
    `select ${COLUMNS} from import_row where depot = $1 and import = $2 and line > $3
     order by line limit $4`,
    [depot, id, page.cursor ?? 0, oneMore(page)],
  );
  const { rows, end } = cutPage(found.rows, page, ({ line }) => line);
  return { rows, ...end };
};

/** What a person makes of a row. */
export type RowChange = {
  readonly cells?: readonly string[] | undefined;
  readonly leftOut?: boolean | undefined;
  readonly meant?: boolean | undefined;
};

/** Changes a row of a file that waits; null if it is none of those that need a person. */
export const changeRow = async (
  db: Database,
  { depot, id }: ImportKey,
  line: number,
  { cells, leftOut, meant }: RowChange,
  problems: readonly LineProblem[] | null,
): Promise<KeptRow | null> =>
  (
    await db.query<KeptRow>(
      `update import_row set cells = coalesce($4, cells), problems = coalesce($5, problems),
         is_mended = is_mended or $4::jsonb is not null, is_left_out = coalesce($6, is_left_out),
         -- What was meant is what the row said then.
         is_meant = coalesce($7, is_meant and $4::jsonb is null)
       where depot = $1 and import = $2 and line = $3 returning ${COLUMNS}`,
      [
        depot,
        id,
        line,
        cells === undefined ? null : JSON.stringify(cells),
        problems === null ? null : JSON.stringify(problems),
        leftOut ?? null,
        meant ?? null,
      ],
    )
  ).rows[0] ?? null;
