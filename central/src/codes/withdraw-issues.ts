import type { DeliveryId, Instant, TerminalId } from '../../../shared/ids.ts';
import { at, type Database } from '../database/pool.ts';

/**
 * How issues end. Whatever the way, their codes are forgotten: no longer compared with new codes,
 * no longer waiting for an SMS, which is then not sent any more, or for the dispatcher.
 */
const end = (state: 'used' | 'withdrawn' | 'expired', which: string): string => `
  with ended as (
    update issue set state = '${state}', sealed_code = null, override_sealed = null,
      sms = case when sms = 'waiting' then ${state === 'expired' ? `'expired'` : `'cancelled'`} else sms end
    where state = 'active' and ${which} returning id, delivery, terminal),
  forgotten as (delete from active_code using ended where active_code.issue = ended.id)
  select delivery, terminal from ended`;

/** The codes of these deliveries are no longer good. Gives the terminals that held them. */
export const withdrawIssues = async (
  db: Database,
  deliveries: readonly DeliveryId[],
): Promise<{ readonly delivery: DeliveryId; readonly terminal: TerminalId }[]> =>
  (
    await db.query<{ delivery: DeliveryId; terminal: TerminalId }>(
      end('withdrawn', 'delivery = any($1)'),
      [deliveries],
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

/** Ends issues and deliveries whose validity is over. A hand-over made in time still counts. */
export const expireIssues = async (db: Database, now: Instant): Promise<void> => {
  await db.query(end('expired', 'not_after <= $1'), [at(now)]);
  await db.query(
    `with over as (update delivery set status = 'expired'
       where status = 'open' and not_after <= $1 returning id)
     update parcel set active = false from over where parcel.delivery = over.id`,
    [at(now)],
  );
};
