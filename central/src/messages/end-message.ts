import type { DepotId, Instant } from '../../../shared/protocol/ids.ts';
import { DAY, later } from '../clock.ts';
import { at, type Database, type Transaction } from '../database/pool.ts';
import type { Refusal } from './message-provider.ts';
import type { NumberFault } from './number-fault.ts';

/**
 * Ends a message. Its text is forgotten, and with a message that was delivered its code: of one that
 * failed the code stays, so that it can still go out another way.
 */
export const endMessage = async (
  db: Database,
  depot: DepotId,
  id: string,
  state: 'delivered' | 'failed' | 'expired' | 'cancelled',
  reason: Refusal | NumberFault | null,
  now: Instant,
): Promise<void> => {
  await db.query(
    `with ended as (
       update message set state = $3, reason = $4, ended_at = $5, sealed_text = null
       where depot = $1 and id = $2 returning issue, kind)
     update issue set sealed_code = null from ended
     where issue.depot = $1 and issue.id = ended.issue and ended.kind = 'code'
       and $3 = 'delivered'`,
    [depot, id, state, reason, at(now)],
  );
};

const KEPT_LONG_ENOUGH = `message.depot = $1 and message.sealed_text is not null
  and message.state = 'accepted' and ($3::uuid is null or message.id = $3)
  and message.accepted_at + (select code_kept_ms from depot where id = $1)
    * interval '1 millisecond' <= $2`;

/**
 * Forgets the codes of a depot, or of one message of it, whose messages a provider took longer ago
 * than the depot keeps them. The code goes before the text, by which it is found.
 */
export const forgetCodes = async (
  db: Database,
  depot: DepotId,
  now: Instant,
  message: string | null = null,
): Promise<void> => {
  const values = [depot, at(now), message];
  await db.query(
    `update issue set sealed_code = null where depot = $1 and id = any(array(
       select issue from message where message.kind = 'code' and ${KEPT_LONG_ENOUGH}))`,
    values,
  );
  await db.query(
    `update message set sealed_text = null where depot = $1 and ${KEPT_LONG_ENOUGH}`,
    values,
  );
};

/**
 * Locks a message, and before it its issue, as whoever ends an issue does: two that end the same one
 * wait for each other in one order. Null if there is no such message.
 */
export const lockMessage = async (
  tx: Transaction,
  depot: DepotId,
  id: string,
): Promise<{ readonly state: string; readonly attempts: number } | null> => {
  await tx.query(
    `select 1 from issue where depot = $1
       and id = (select issue from message where depot = $1 and id = $2) for no key update`,
    [depot, id],
  );
  const { rows } = await tx.query<{ state: string; attempts: number }>(
    'select state, attempts from message where depot = $1 and id = $2 for update',
    [depot, id],
  );
  return rows[0] ?? null;
};

/**
 * Notes of a depot's messages that failed, or of which the network said nothing, which of them are
 * over: the code is no longer good, or whoever was to be told something has their parcel, or was to
 * have it a day ago. None of them is ever in front of a person again.
 */
export const closeMessages = async (db: Database, depot: DepotId, now: Instant): Promise<void> => {
  await db.query(
    `update message m set over = true from issue i
       join delivery d on d.depot = i.depot and d.id = i.delivery
     where m.depot = $1 and not m.over
       and (m.state = 'failed' or (m.state = 'accepted' and m.reports))
       and i.depot = m.depot and i.id = m.issue
       and case m.kind when 'code' then i.state <> 'active'
         else d.status not in ('open', 'cancelled') or d.not_after <= $2 end`,
    [depot, at(later(now, -DAY))],
  );
};
