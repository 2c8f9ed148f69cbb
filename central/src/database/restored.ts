import type { DepotId, Instant, TerminalId } from '../../../shared/protocol/ids.ts';
import { HOUR } from '../clock.ts';
import { listDepotIds } from './depot-of.ts';
import { at, type Pool, type Transaction, transaction } from './pool.ts';

/** Epochs are counted up to a million; one for each 20 minutes since then lasts until 2064. */
const SINCE = Date.UTC(2026, 0, 1);
const FLOOR_UNIT_MS = HOUR / 3;

/** The number of a delivery's next issue or pass, as an SQL expression over its depot and its id. */
export const nextEpoch = (depot: string, delivery: string): string => `
  (select 1 + greatest(
     (select coalesce(max(epoch), 0) from delivery_epoch
       where delivery_epoch.depot = ${depot} and delivery_epoch.delivery = ${delivery}),
     (select epoch_floor from life, delivery made
       where made.depot = ${depot} and made.id = ${delivery} and made.created_at <= life.restored_at)))`;

const raiseFloor = async (tx: Transaction, now: Instant): Promise<void> => {
  const floor = Math.max(0, Math.floor((now - SINCE) / FLOOR_UNIT_MS));
  await tx.query(
    'update life set restored_at = $1, epoch_floor = least(999999, greatest(epoch_floor + 1, $2))',
    [at(now), floor],
  );
};

/**
 * Forgets what terminals were given after the backup was made: their cursors from now on lie beyond
 * all that could have been given out, codes that still wait for their message are made anew (they
 * may have gone out already), and no epoch of a delivery comes twice.
 */
const forget = async (
  tx: Transaction,
  depot: DepotId,
  terminal: TerminalId | null,
  beyond: number,
  now: Instant,
): Promise<void> => {
  await tx.query(
    `update terminal set manifest_cursor = greatest(manifest_cursor + 1, $3),
       forgotten_to = greatest(manifest_cursor + 1, $3),
       forgotten_from = coalesce(forgotten_from, manifest_cursor)
     where depot = $1 and ($2::uuid is null or id = $2)`,
    [depot, terminal, beyond],
  );
  await tx.query(
    `with ended as (
       update issue set state = 'withdrawn', sealed_code = null, override_sealed = null
       where depot = $1 and state = 'active' and ($2::uuid is null or terminal = $2)
         and exists (select 1 from message where message.depot = $1 and message.issue = issue.id
           and message.kind = 'code' and message.state in ('waiting', 'claimed'))
       returning id),
     unsent as (
       update message set state = 'cancelled', ended_at = $3, sealed_text = null from ended
       where message.depot = $1 and message.issue = ended.id
         and message.state in ('waiting', 'claimed'))
     delete from active_code using ended
       where active_code.depot = $1 and active_code.issue = ended.id`,
    [depot, terminal, at(now)],
  );
};

/**
 * A terminal shows that it was given more than this database knows: by a cursor, or by entries whose
 * receipt is not known any more. Its row must be locked.
 */
export const noticeForgotten = async (
  tx: Transaction,
  depot: DepotId,
  terminal: TerminalId,
  cursor: number,
  now: Instant,
): Promise<void> => {
  await raiseFloor(tx, now);
  await forget(tx, depot, terminal, Math.max(cursor, now), now);
};

const DATABASE = `from pg_database d where d.datname = current_database()`;
const HOME = `
  select concat_ws('/', (select system_identifier from pg_control_system()),
    (select timeline_id from pg_control_checkpoint()), d.oid) as home ${DATABASE}`;
/** What is left where a host keeps the cluster's own numbers to itself. */
const HOME_ALONE = `select d.oid::text as home ${DATABASE}`;

const findHome = async (pool: Pool): Promise<string> => {
  const { rows } = await pool
    .query<{ home: string }>(HOME)
    .catch(() => pool.query<{ home: string }>(HOME_ALONE));
  if (rows[0] === undefined) throw new Error('a database does not know itself');
  return rows[0].home;
};

/**
 * At central's start: whether this database came out of a backup, or was moved, since the last one.
 * It then has another place (cluster, timeline, number) than it says itself.
 */
export const noticeRestored = async (pool: Pool, now: Instant): Promise<boolean> => {
  const here = await findHome(pool);
  return transaction(pool, async (tx) => {
    const { rows } = await tx.query<{ home: string | null }>('select home from life for update');
    const before = rows[0]?.home ?? null;
    if (before === here) return false;
    await tx.query('update life set home = $1', [here]);
    if (before === null) return false;
    await raiseFloor(tx, now);
    for (const depot of await listDepotIds(tx)) {
      await tx.query('select 1 from terminal where depot = $1 order by id for no key update', [
        depot,
      ]);
      await forget(tx, depot, null, now, now);
    }
    return true;
  });
};
