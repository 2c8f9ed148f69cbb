import type { DepotId, Instant } from '../../../shared/protocol/ids.ts';
import type { KnownOperator } from '../actors.ts';
import { HOUR } from '../clock.ts';
import { at, type Database, type Pool } from '../database/pool.ts';
import type { FileFacts } from './file-facts.ts';
import { isImportLocked } from './import-lock.ts';
import type { ImportFailure, ImportId, ImportKey, ImportOptions } from './import-options.ts';
import { forgetFile, forgetOver } from './kept-file.ts';
import type { Report } from './report.ts';

export const insertImport = async (
  db: Database,
  { depot, id }: ImportKey,
  { kind, goodOnly, dryRun, headings, name }: ImportOptions,
  operator: KnownOperator,
  now: Instant,
): Promise<void> => {
  await db.query(
    `insert into import (depot, id, kind, good_only, dry_run, headings, operator, created_at, name)
     values ($1, $2, $3, $4, $5, $6, $7, $8, $9)`,
    [depot, id, kind, goodOnly, dryRun, JSON.stringify(headings), operator.id, at(now), name],
  );
};

export const appendPiece = async (
  db: Database,
  { depot, id }: ImportKey,
  number: number,
  bytes: Uint8Array,
): Promise<void> => {
  await db.query(
    'insert into import_piece (depot, import, number, bytes) values ($1, $2, $3, $4)',
    [depot, id, number, bytes],
  );
};

/** A piece of a file; null after its last. */
export const readPiece = async (
  db: Database,
  { depot, id }: ImportKey,
  number: number,
): Promise<Uint8Array | null> => {
  const { rows } = await db.query<{ bytes: Buffer }>(
    'select bytes from import_piece where depot = $1 and import = $2 and number = $3',
    [depot, id, number],
  );
  return rows[0]?.bytes ?? null;
};

/** Begins to work on a file that is here whole. */
export const setRunning = async (
  db: Database,
  { depot, id }: ImportKey,
  { size, digest }: FileFacts,
): Promise<void> => {
  await db.query(
    `update import set state = 'running', bytes = $3, digest = $4 where depot = $1 and id = $2`,
    [depot, id, size, digest],
  );
};

export const noteProgress = async (
  db: Database,
  { depot, id }: ImportKey,
  rows: number,
  bytes: number,
): Promise<void> => {
  await db.query(`update import set rows_read = $3, bytes_read = $4 where depot = $1 and id = $2`, [
    depot,
    id,
    rows,
    bytes,
  ]);
};

/** Ends an import that was read to its end. */
export const endImport = async (
  db: Database,
  { depot, id }: ImportKey,
  state: 'done' | 'refused',
  report: Report,
  hasRest: boolean,
  now: Instant,
): Promise<void> => {
  await db.query(
    `update import set state = $3, report = $4, has_rest = $5, rows_read = $6, bytes_read = bytes,
       ended_at = $7 where depot = $1 and id = $2`,
    [depot, id, state, JSON.stringify(report), hasRest, report.rows, at(now)],
  );
};

/** Ends an import that failed; nothing of it is in. */
export const failImport = async (
  db: Database,
  { depot, id }: ImportKey,
  failure: ImportFailure,
  now: Instant,
): Promise<void> => {
  await db.query(
    `update import set state = 'failed', failure = $3, ended_at = $4
     where depot = $1 and id = $2 and ended_at is null`,
    [depot, id, failure, at(now)],
  );
};

/** Forgets an import whose file never came whole. */
export const deleteImport = async (db: Database, { depot, id }: ImportKey): Promise<void> => {
  await db.query('delete from import where depot = $1 and id = $2', [depot, id]);
};

/** The imports of a depot that are not at an end. */
const findOpen = async (db: Database, depot: DepotId): Promise<ImportId[]> =>
  (
    await db.query<{ id: ImportId }>(
      'select id from import where depot = $1 and ended_at is null',
      [depot],
    )
  ).rows.map(({ id }) => id);

const endAll = async (
  db: Database,
  depot: DepotId,
  dead: readonly ImportId[],
  now: Instant,
): Promise<void> => {
  for (const id of dead) {
    await failImport(db, { depot, id }, 'died', now);
    await forgetFile(db, { depot, id });
  }
};

/** Ends what died with its process. To be called only by who has the depot's import lock. */
export const endDead = async (db: Database, depot: DepotId, now: Instant): Promise<void> =>
  endAll(db, depot, await findOpen(db, depot), now);

/** How long a report and the rows to be mended are kept. */
const KEPT_MS = 7 * 24 * HOUR;

/** Forgets a depot's imports of a week ago, and files that nobody works on any more. */
export const forgetImports = async (pool: Pool, depot: DepotId, now: Instant): Promise<void> => {
  await pool.query('delete from import where depot = $1 and ended_at < $2', [
    depot,
    new Date(now - KEPT_MS),
  ]);
  await forgetOver(pool, depot, now);
  // In this order: one that begins meanwhile is not among those that are open already.
  const open = await findOpen(pool, depot);
  if (open.length > 0 && !(await isImportLocked(pool, depot))) {
    await endAll(pool, depot, open, now);
  }
};

export const appendRest = async (
  db: Database,
  { depot, id }: ImportKey,
  text: string,
): Promise<void> => {
  await db.query(
    `insert into import_rest (depot, import, number, text)
     select $1, $2, coalesce(max(number) + 1, 0), $3 from import_rest
     where depot = $1 and import = $2`,
    [depot, id, text],
  );
};

/** The rows of a file that were not imported, as CSV, piece by piece. */
export async function* readRest(db: Database, { depot, id }: ImportKey): AsyncGenerator<string> {
  for (let number = 0; ; number++) {
    const { rows } = await db.query<{ text: string }>(
      'select text from import_rest where depot = $1 and import = $2 and number = $3',
      [depot, id, number],
    );
    if (rows[0] === undefined) return;
    yield rows[0].text;
  }
}
