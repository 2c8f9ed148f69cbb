import type { DeliveryId, DepotId, Instant } from '../../../shared/protocol/ids.ts';
import type { TerminalKey } from '../actors.ts';
import { at, type Transaction } from '../database/pool.ts';
import { withdrawIssues } from '../manifest/withdraw-issues.ts';
import { closePasses } from '../passes/end-passes.ts';

type Ended = {
  readonly id: DeliveryId;
  readonly status: 'expired' | 'undelivered' | 'cancelled';
};

/**
 * Ends deliveries for good, without a hand-over: codes, overrides and passes of them are no longer
 * good, and their labels are free. What their terminals are told is `queueOver`'s.
 */
export const endDeliveries = async (
  tx: Transaction,
  depot: DepotId,
  ended: readonly Ended[],
  now: Instant,
): Promise<void> => {
  const ids = ended.map(({ id }) => id);
  await tx.query(
    `update delivery set status = ended.status, version = version + 1
     from unnest($2::uuid[], $3::text[]) as ended (id, status)
     where delivery.depot = $1 and delivery.id = ended.id`,
    [depot, ids, ended.map(({ status }) => status)],
  );
  await tx.query('update parcel set active = false where depot = $1 and delivery = any($2)', [
    depot,
    ids,
  ]);
  await withdrawIssues(tx, depot, ids, now);
  const { rows } = await tx.query<{ delivery: DeliveryId }>(
    `select distinct delivery from pass
     where depot = $1 and delivery = any($2) and state = 'active'`,
    [depot, ids],
  );
  for (const { delivery } of rows) await closePasses(tx, depot, delivery, null, null, now);
};

/** SQL: how a delivery ends that is open and over, as of `now`, in SQL. */
const statusBy = (now: string): string =>
  `case when d.not_after <= ${now} then 'expired' else 'undelivered' end as status`;

/**
 * Ends those of these deliveries that are over: their time is, or their driver has said how they
 * ended without a code. New deliveries have their labels then: the next attempts, mostly.
 */
export const endOver = async (
  tx: Transaction,
  depot: DepotId,
  deliveries: readonly DeliveryId[],
  now: Instant,
): Promise<void> => {
  const { rows } = await tx.query<Ended>(
    `select d.id, ${statusBy('$2')} from delivery d where d.depot = $1 and d.id = any($3)
       and d.status = 'open' and (d.exception is not null or d.not_after <= $2)
     order by d.id for update of d`,
    [depot, at(now), deliveries],
  );
  if (rows.length > 0) await endDeliveries(tx, depot, rows, now);
};

/**
 * SQL: what a terminal ($2) of a depot ($1) has on routes of days before today ($3) that ended without a
 * code, as of now ($4).
 */
export const ENDED_BEFORE = `
  from delivery d join route r on r.depot = d.depot and r.id = d.route
  where r.depot = $1 and r.terminal = $2 and r.day < $3 and d.status = 'open'
    and (d.exception is not null or d.not_after <= $4)`;

/** Ends what a terminal's routes of days before `today` have that ended without a code. */
export const endOfDaysBefore = async (
  tx: Transaction,
  { depot, id: terminal }: TerminalKey,
  today: string,
  now: Instant,
): Promise<void> => {
  const { rows } = await tx.query<Ended>(
    `select d.id, ${statusBy('$4')} ${ENDED_BEFORE} order by d.id for update of d`,
    [depot, terminal, today, at(now)],
  );
  if (rows.length > 0) await endDeliveries(tx, depot, rows, now);
};
