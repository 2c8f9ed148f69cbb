import type { DeliveryId, Instant } from '../../../shared/protocol/ids.ts';
import type { TerminalKey } from '../actors.ts';
import { later, MINUTE } from '../clock.ts';
import { at, type Database } from '../database/pool.ts';
import { findPending, type PendingDelivery } from './pending-deliveries.ts';

/** Whoever holds a claim for so long has died: a code is made within seconds. */
const CLAIMED_MS = MINUTE;

/**
 * Claims the next deliveries of a terminal that need an issue, in the order of the stops, so that no
 * other request and no other process derives the same meanwhile. A claim is a row: nothing is locked
 * while codes are made. Gives fewer than `limit`, or none, where others are at work on the rest.
 */
export const claimPending = async (
  db: Database,
  terminal: TerminalKey,
  now: Instant,
  limit: number,
): Promise<readonly PendingDelivery[]> => {
  const found = await findPending(db, terminal, now, limit);
  if (found.length === 0) return [];
  const { rows } = await db.query<{ delivery: DeliveryId }>(
    `insert into sealing (depot, delivery, claimed_until)
     select $1::uuid, delivery, $3::timestamptz from unnest($2::uuid[]) as delivery order by delivery
     on conflict (depot, delivery) do update set claimed_until = excluded.claimed_until
       where sealing.claimed_until <= $4
     returning delivery`,
    [terminal.depot, found.map(({ delivery }) => delivery), at(later(now, CLAIMED_MS)), at(now)],
  );
  const claimed = new Set(rows.map(({ delivery }) => delivery));
  return found.filter(({ delivery }) => claimed.has(delivery));
};

/** Gives claims up: the codes are made, or could not be. */
export const giveUpClaims = async (
  db: Database,
  { depot }: TerminalKey,
  claimed: readonly PendingDelivery[],
): Promise<void> => {
  await db.query('delete from sealing where depot = $1 and delivery = any($2)', [
    depot,
    claimed.map(({ delivery }) => delivery),
  ]);
};
