import type { DeliveryId, Instant, TerminalId } from '../../../shared/protocol/ids.ts';
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
    where (state = 'active' or override_sealed is not null) and ${which}
    returning id, delivery, terminal),
  forgotten as (delete from active_code using ended where active_code.issue = ended.id)
  select delivery, terminal from ended`;

/** The codes of these deliveries are no longer good. Gives the terminals that held them. */
export const withdrawIssues = async (
  db: Database,
  deliveries: readonly DeliveryId[],
  now: Instant,
): Promise<{ readonly delivery: DeliveryId; readonly terminal: TerminalId }[]> =>
  (
    await db.query<{ delivery: DeliveryId; terminal: TerminalId }>(
      end('withdrawn', 'delivery = any($1)', '$2'),
      [deliveries, at(now)],
    )
  ).rows;

/** One of the codes of this issue was used. */
export const useIssue = async (
  db: Database,
  delivery: DeliveryId,
  epoch: number,
): Promise<void> => {
  await db.query(end('used', 'delivery = $1 and epoch = $2'), [delivery, epoch]);
};

/**
 * Ends issues and deliveries whose validity is over. A hand-over made in time still counts. The
 * override outlives the customer's code, and is forgotten in its own time.
 */
export const expireIssues = async (db: Database, now: Instant): Promise<void> => {
  await db.query(
    `with ended as (
       update issue set state = 'expired', sealed_code = null,
         sms = case when sms = 'waiting' then 'expired' else sms end
       where state = 'active' and not_after <= $1 returning id)
     delete from active_code using ended
       where active_code.issue = ended.id and active_code.purpose = 'hand-over'`,
    [at(now)],
  );
  await db.query(
    `with ended as (
       update issue set override_sealed = null
       where override_sealed is not null and override_not_after <= $1 returning id)
     delete from active_code using ended where active_code.issue = ended.id`,
    [at(now)],
  );
  await db.query(
    `with over as (update delivery set status = 'expired'
       where status = 'open' and not_after <= $1 returning id)
     update parcel set active = false from over where parcel.delivery = over.id`,
    [at(now)],
  );
};
