import type { DeliveryId, DepotId, Instant, ParcelLabel } from '../../../shared/protocol/ids.ts';
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
  for (const id of ids) await closePasses(tx, depot, id, null, null, now);
};

/** SQL: how a delivery ends that is open and over. */
const STATUS = `case when d.not_after <= $2 then 'expired' else 'undelivered' end as status`;

/**
 * Ends what these labels are on, if it is over: its time is, or its driver has said how it ended
 * without a code. A new delivery has the label then: the next attempt, mostly.
 */
export const endBefore = async (
  tx: Transaction,
  depot: DepotId,
  labels: readonly ParcelLabel[],
  now: Instant,
): Promise<void> => {
  const { rows } = await tx.query<Ended>(
    `select d.id, ${STATUS} from delivery d where d.depot = $1 and d.status = 'open'
       and (d.exception is not null or d.not_after <= $2)
       and exists (select 1 from parcel where parcel.depot = d.depot and parcel.delivery = d.id
         and parcel.active and parcel.label = any($3))
     order by d.id for update of d`,
    [depot, at(now), labels],
  );
  if (rows.length > 0) await endDeliveries(tx, depot, rows, now);
};

/** Ends what a terminal's routes of days before `today` have that ended without a code. */
export const endOfDaysBefore = async (
  tx: Transaction,
  { depot, id: terminal }: TerminalKey,
  today: string,
  now: Instant,
): Promise<void> => {
  const { rows } = await tx.query<Ended>(
    `select d.id, ${STATUS} from delivery d join route r on r.depot = d.depot and r.id = d.route
     where r.depot = $1 and r.terminal = $3 and r.day < $4 and d.status = 'open'
       and (d.exception is not null or d.not_after <= $2)
     order by d.id for update of d`,
    [depot, at(now), terminal, today],
  );
  if (rows.length > 0) await endDeliveries(tx, depot, rows, now);
};
