import type { DepotId } from '../../../shared/protocol/ids.ts';
import { isLockTimeout } from '../database/own-connection.ts';
import type { Database, Transaction } from '../database/pool.ts';

/** One import at a time for each depot, so that two cannot take one label between them. */
const KEY = `hashtextextended('import ' || $1::text, 0)`;

/** Takes the lock for as long as the connection lasts; false if another import has it. */
export const tryImportLock = async (db: Database, depot: DepotId): Promise<boolean> => {
  const { rows } = await db.query<{ taken: boolean }>(
    `select pg_try_advisory_lock(${KEY}) as taken`,
    [depot],
  );
  return rows[0]?.taken === true;
};

/** How long an import waits for another one that is about to let go; it is answered within a request. */
const PATIENCE = '3s';

/**
 * Takes it as `tryImportLock` does, and waits a little where whoever has it has already said how their
 * import ended: who reads that sends the next file at once.
 */
export const takeImportLock = async (db: Database, depot: DepotId): Promise<boolean> => {
  if (await tryImportLock(db, depot)) return true;
  const { rows } = await db.query('select 1 from import where depot = $1 and ended_at is null', [
    depot,
  ]);
  if (rows.length > 0) return false;
  await db.query(`set lock_timeout = '${PATIENCE}'`);
  try {
    await db.query(`select pg_advisory_lock(${KEY})`, [depot]);
    return true;
  } catch (error) {
    if (isLockTimeout(error)) return false;
    throw error;
  } finally {
    await db.query('set lock_timeout to default');
  }
};

/** Takes the lock for a transaction, and waits a little for it; false if another import has it. */
export const waitForImportLock = async (tx: Transaction, depot: DepotId): Promise<boolean> => {
  await tx.query(`set local lock_timeout = '${PATIENCE}'`);
  try {
    await tx.query(`select pg_advisory_xact_lock(${KEY})`, [depot]);
  } catch (error) {
    if (isLockTimeout(error)) return false;
    throw error;
  }
  await tx.query('set local lock_timeout to default');
  return true;
};

/** Whether somebody has the lock, without touching it. */
export const isImportLocked = async (db: Database, depot: DepotId): Promise<boolean> => {
  const { rows } = await db.query<{ held: boolean }>(
    `select exists (select 1 from pg_locks, (select ${KEY} as key) k
       where locktype = 'advisory' and granted and objsubid = 1
         and database = (select oid from pg_database where datname = current_database())
         and classid::bigint = (k.key >> 32) & 4294967295 and objid::bigint = k.key & 4294967295)
       as held`,
    [depot],
  );
  return rows[0]?.held === true;
};
