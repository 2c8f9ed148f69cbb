import { randomBytes, randomUUID } from 'node:crypto';
import { toBase64url } from '../../../shared/protocol/codec/bytes.ts';
import type { DepotId, Instant } from '../../../shared/protocol/ids.ts';
import type { TerminalKey } from '../actors.ts';
import { at, type Database, type Transaction } from '../database/pool.ts';
import { WENT_OUT } from './went-out.ts';

/** What a message is for: the code, that the arrival is another one, or that nobody comes. */
export type MessageKind = 'code' | 'time-changed' | 'cancelled';

/**
 * Has a message about an issue sent at an instant, if the transaction commits: a worker finds it then.
 * One that awaits a docking goes once the issue's terminal was given all that it is to have.
 */
export const putMessage = async (
  tx: Transaction,
  depot: DepotId,
  issue: string,
  kind: MessageKind,
  due: Instant,
  awaitsDocking = false,
): Promise<void> => {
  const token = toBase64url(randomBytes(24));
  await tx.query(
    `insert into message (depot, id, issue, kind, due, next_at, report_token, awaits_docking)
     values ($1, $2, $3, $4, $5, $5, $6, $7)`,
    [depot, randomUUID(), issue, kind, at(due), token, awaitsDocking],
  );
};

/** A terminal was given all that it is to have: codes that it knows now, in the place of others, go out. */
export const sendAwaiting = async (
  db: Database,
  { depot, id }: TerminalKey,
  given: Instant,
): Promise<void> => {
  await db.query(
    `update message set awaits_docking = false, due = $3, next_at = $3 from issue
     where message.depot = $1 and message.awaits_docking and issue.depot = $1
       and issue.id = message.issue and issue.terminal = $2 and issue.state = 'active'
       and issue.created_at <= $3`,
    [depot, id, at(given)],
  );
};

/** Whether a customer has, or may have, a message about another issue of the issue's delivery. */
export const hasEarlierMessage = async (
  tx: Transaction,
  depot: DepotId,
  issue: string,
): Promise<boolean> => {
  const { rowCount } = await tx.query(
    `select 1 from issue i join message m on m.depot = i.depot and m.issue = i.id
     where i.depot = $1 and i.delivery = (select delivery from issue where depot = $1 and id = $2)
       and i.id <> $2 and ${WENT_OUT} limit 1`,
    [depot, issue],
  );
  return rowCount === 1;
};
