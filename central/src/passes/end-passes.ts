import type { DeliveryId, Instant, Random16, TerminalId } from '../../../shared/protocol/ids.ts';
import { at, type Database, type Transaction } from '../database/pool.ts';
import { tellWithdrawn } from './pass-audience.ts';

/**
 * The delivery is over, by this terminal or (null) by none: no pass of it is good any more. `used` is
 * the one that did it, if it was a pass. The other terminals that could take one are told.
 */
export const closePasses = async (
  tx: Transaction,
  delivery: DeliveryId,
  used: Random16 | null,
  by: TerminalId | null,
  now: Instant,
): Promise<void> => {
  const { rows } = await tx.query<{ once: Random16 }>(
    `update pass set state = case when once = $2 then 'used' else 'withdrawn' end,
       withdrawn_at = case when once = $2 then null else $3::timestamptz end
     where delivery = $1 and state = 'active' returning once`,
    [delivery, used, at(now)],
  );
  await tellWithdrawn(
    tx,
    rows.map((row) => row.once),
    by,
  );
};

/** The passes for one terminal alone, of these deliveries or (null) of all: it has them no more. */
export const withdrawFrom = async (
  tx: Transaction,
  terminal: TerminalId,
  deliveries: readonly DeliveryId[] | null,
  now: Instant,
): Promise<void> => {
  const { rows } = await tx.query<{ once: Random16 }>(
    `update pass set state = 'withdrawn', withdrawn_at = $3 where terminal = $1 and state = 'active'
       and ($2::uuid[] is null or delivery = any($2)) returning once`,
    [terminal, deliveries, at(now)],
  );
  await tellWithdrawn(
    tx,
    rows.map((row) => row.once),
    null,
  );
};

/** Ends passes whose validity is over. A hand-over made in time still counts. */
export const expirePasses = async (db: Database, now: Instant): Promise<void> => {
  await db.query(`update pass set state = 'expired' where state = 'active' and not_after <= $1`, [
    at(now),
  ]);
};
