import type {
  DeliveryId,
  DepotId,
  Instant,
  Random16,
  TerminalId,
} from '../../../shared/protocol/ids.ts';
import { listDepotIds } from '../database/depot-of.ts';
import { at, type Database, type Transaction } from '../database/pool.ts';
import { tellWithdrawn } from './pass-audience.ts';

/**
 * These deliveries are over, by this terminal or (null) by none: no pass of them is good any more.
 * `used` are those that did it. The other terminals that could take one are told.
 */
export const closePassesOf = async (
  tx: Transaction,
  depot: DepotId,
  deliveries: readonly DeliveryId[],
  used: readonly Random16[],
  by: TerminalId | null,
  now: Instant,
): Promise<void> => {
  const { rows } = await tx.query<{ once: Random16 }>(
    `update pass set state = case when once = any($3) then 'used' else 'withdrawn' end,
       withdrawn_at = case when once = any($3) then null else $4::timestamptz end
     where depot = $1 and delivery = any($2) and state = 'active' returning once`,
    [depot, deliveries, used, at(now)],
  );
  await tellWithdrawn(
    tx,
    depot,
    rows.map((row) => row.once),
    by,
  );
};

/** The same of one delivery; `used` is the pass that did it, if it was one. */
export const closePasses = (
  tx: Transaction,
  depot: DepotId,
  delivery: DeliveryId,
  used: Random16 | null,
  by: TerminalId | null,
  now: Instant,
): Promise<void> => closePassesOf(tx, depot, [delivery], used === null ? [] : [used], by, now);

/**
 * Every pass that somebody still has: the key that signed them was ended, so that a terminal refuses
 * them once it has the new list of keys. It is told no more than that. Gives how many there were.
 */
export const withdrawAll = async (tx: Transaction, now: Instant): Promise<number> => {
  let withdrawn = 0;
  for (const depot of await listDepotIds(tx)) {
    const { rowCount } = await tx.query(
      `update pass set state = 'withdrawn', withdrawn_at = $2
       where depot = $1 and state = 'active'`,
      [depot, at(now)],
    );
    withdrawn += rowCount ?? 0;
  }
  return withdrawn;
};

/** The passes for one terminal alone, of these deliveries or (null) of all: it has them no more. */
export const withdrawFrom = async (
  tx: Transaction,
  depot: DepotId,
  terminal: TerminalId,
  deliveries: readonly DeliveryId[] | null,
  now: Instant,
): Promise<void> => {
  const { rows } = await tx.query<{ once: Random16 }>(
    `update pass set state = 'withdrawn', withdrawn_at = $4
     where depot = $1 and terminal = $2 and state = 'active'
       and ($3::uuid[] is null or delivery = any($3)) returning once`,
    [depot, terminal, deliveries, at(now)],
  );
  await tellWithdrawn(
    tx,
    depot,
    rows.map((row) => row.once),
    null,
  );
};

/** The passes of these deliveries for whoever drives a route of another name than theirs is now. */
export const withdrawOffRoute = async (
  tx: Transaction,
  depot: DepotId,
  deliveries: readonly DeliveryId[],
  now: Instant,
): Promise<void> => {
  const { rows } = await tx.query<{ once: Random16 }>(
    `update pass set state = 'withdrawn', withdrawn_at = $3
     from delivery d join route r on r.depot = d.depot and r.id = d.route
     where pass.depot = $1 and pass.delivery = any($2) and pass.state = 'active'
       and d.depot = $1 and d.id = pass.delivery and pass.audience = 'route'
       and pass.route <> r.name returning pass.once`,
    [depot, deliveries, at(now)],
  );
  await tellWithdrawn(
    tx,
    depot,
    rows.map((row) => row.once),
    null,
  );
};

/** Ends a depot's passes whose validity is over. A hand-over made in time still counts. */
export const expirePasses = async (db: Database, depot: DepotId, now: Instant): Promise<void> => {
  await db.query(
    `update pass set state = 'expired'
     where depot = $1 and state = 'active' and not_after <= $2`,
    [depot, at(now)],
  );
};
