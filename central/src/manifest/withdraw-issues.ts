import type { DeliveryId, DepotId, Instant, TerminalId } from '../../../shared/protocol/ids.ts';
import { at, type Database } from '../database/pool.ts';

/**
 * How issues end for good. Their codes are forgotten: no longer compared with new codes, no longer
 * waiting for an SMS, which is then not sent any more, or for the dispatcher. One that has expired
 * before stays so, and its override is forgotten too.
 */
const end = (state: 'used' | 'withdrawn', which: string, withdrawnAt = 'withdrawn_at'): string => `
  with ended as (
    update issue set state = case when state = 'active' then '${state}' else state end,
      withdrawn_at = case when state = 'active' then ${withdrawnAt} else withdrawn_at end,
      sealed_code = null, override_sealed = null,
      sms = case when sms = 'waiting' then 'cancelled' else sms end
    where depot = $1 and (state = 'active' or override_sealed is not null) and ${which}
    returning id, delivery, terminal),
  forgotten as (delete from active_code using ended
    where active_code.depot = $1 and active_code.issue = ended.id)
  select delivery, terminal from ended`;

/** The codes of these deliveries are no longer good. Gives the terminals that held them. */
export const withdrawIssues = async (
  db: Database,
  depot: DepotId,
  deliveries: readonly DeliveryId[],
  now: Instant,
): Promise<{ readonly delivery: DeliveryId; readonly terminal: TerminalId }[]> =>
  (
    await db.query<{ delivery: DeliveryId; terminal: TerminalId }>(
      end('withdrawn', 'delivery = any($2)', '$3'),
      [depot, deliveries, at(now)],
    )
  ).rows;

/** One of the codes of each of these issues was used. */
export const useIssues = async (
  db: Database,
  depot: DepotId,
  used: readonly { readonly delivery: DeliveryId; readonly epoch: number }[],
): Promise<void> => {
  const which = '(delivery, epoch) in (select * from unnest($2::uuid[], $3::int[]))';
  await db.query(end('used', which), [
    depot,
    used.map(({ delivery }) => delivery),
    used.map(({ epoch }) => epoch),
  ]);
};

/**
 * Ends a depot's issues and deliveries whose validity is over. A hand-over made in time still counts. The
 * override outlives the customer's code, and is forgotten in its own time.
 */
export const expireIssues = async (db: Database, depot: DepotId, now: Instant): Promise<void> => {
  const values = [depot, at(now)];
  await db.query(
    `with ended as (
       update issue set state = 'expired', sealed_code = null,
         sms = case when sms = 'waiting' then 'expired' else sms end
       where depot = $1 and state = 'active' and not_after <= $2 returning id)
     delete from active_code using ended
       where active_code.depot = $1 and active_code.issue = ended.id
         and active_code.purpose = 'hand-over'`,
    values,
  );
  await db.query(
    `with ended as (
       update issue set override_sealed = null
       where depot = $1 and override_sealed is not null and override_not_after <= $2 returning id)
     delete from active_code using ended
       where active_code.depot = $1 and active_code.issue = ended.id`,
    values,
  );
  await db.query(
    `with over as (update delivery set status = 'expired', version = version + 1
       where depot = $1 and status = 'open' and not_after <= $2 returning id)
     update parcel set active = false from over
       where parcel.depot = $1 and parcel.delivery = over.id`,
    values,
  );
};
