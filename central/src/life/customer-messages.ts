import type { DeliveryId, DepotId, Instant } from '../../../shared/protocol/ids.ts';
import { at, type Transaction } from '../database/pool.ts';
import type { Ports } from '../ports.ts';

// All that acts ask of customers' messages is in this file. A message that waits has the code that it
// will say; it is written from what is so when it goes.

type Scheduler = Pick<Ports, 'scheduleSms'>;

/** Has the messages of deliveries that still wait sent at another time: now, or when they are due. */
const schedule = async (
  tx: Transaction,
  ports: Scheduler,
  depot: DepotId,
  delivery: DeliveryId,
  due: string,
  now: Instant | null,
): Promise<boolean> => {
  const { rows } = await tx.query<{ id: string; due: Instant }>(
    `update issue set sms_due = ${due}
     from delivery join depot on depot.id = delivery.depot
     where issue.depot = $1 and issue.delivery = $2 and issue.state = 'active'
       and issue.sms = 'waiting' and delivery.depot = $1 and delivery.id = $2
     returning issue.id, issue.sms_due as due`,
    now === null ? [depot, delivery] : [depot, delivery, at(now)],
  );
  for (const one of rows) await ports.scheduleSms(tx, depot, one.id, one.due);
  return rows.length > 0;
};

/** The arrival has moved: a message that waits goes out so much before the new one. */
export const moveMessage = async (
  tx: Transaction,
  ports: Scheduler,
  depot: DepotId,
  delivery: DeliveryId,
): Promise<void> => {
  const due = `delivery.arrival - depot.lead_ms * interval '1 millisecond'`;
  await schedule(tx, ports, depot, delivery, due, null);
};

/** Why central cannot send a delivery's code. */
export type NothingToSend = 'sent-and-forgotten' | 'token' | 'no-code-yet' | 'no-telephone';

/**
 * Sends a delivery's code at once, if central still has it; null if so. It has it until the message
 * is sent: afterwards nobody but the customer does.
 */
export const sendNow = async (
  tx: Transaction,
  ports: Scheduler,
  depot: DepotId,
  delivery: DeliveryId,
  now: Instant,
): Promise<NothingToSend | null> => {
  if (await schedule(tx, ports, depot, delivery, '$3', now)) return null;
  const { rows } = await tx.query<{ sms: string }>(
    `select sms from issue where depot = $1 and delivery = $2 and state = 'active'`,
    [depot, delivery],
  );
  const sms = rows[0]?.sms;
  if (sms === undefined) return 'no-code-yet';
  if (sms === 'none') return 'token';
  return sms === 'sent' ? 'sent-and-forgotten' : 'no-telephone';
};

/**
 * How a customer's message stands after an act. `none`: none went out, and none will. `waits`: none
 * went out yet; one will, and says what is so now. `right`: one is out, and still says what is so.
 * `wrong`: one is out that is no longer right, and no other will follow: somebody tells the customer.
 * `replaced`: so too, but another one follows, with a new code.
 */
export type MessageState = 'none' | 'waits' | 'right' | 'wrong' | 'replaced';

type Row = {
  readonly id: DeliveryId;
  /** Whether one went out, with whichever code. */
  readonly isOut: boolean;
  /** Whether one is still to go. */
  readonly follows: boolean;
};

/**
 * How the messages of deliveries stand, after an act that made what they say wrong or left it right.
 * What an act does to a message that has not gone out is done where its code is: one that is taken
 * back is not sent (`withdrawIssues`), one that waits is written when it goes, from what is so then.
 */
export const readMessages = async (
  tx: Transaction,
  depot: DepotId,
  deliveries: readonly DeliveryId[],
  areRight: boolean,
): Promise<ReadonlyMap<DeliveryId, MessageState>> => {
  const { rows } = await tx.query<Row>(
    `select d.id,
       exists (select 1 from issue i where i.depot = d.depot and i.delivery = d.id
         and i.sms = 'sent') as "isOut",
       d.status = 'open' and d.phone is not null and d.token is null
         and not exists (select 1 from issue i where i.depot = d.depot and i.delivery = d.id
           and i.state = 'active' and i.sms <> 'waiting') as follows
     from delivery d where d.depot = $1 and d.id = any($2)`,
    [depot, deliveries],
  );
  const stateOf = ({ isOut, follows }: Row): MessageState => {
    if (!isOut) return follows ? 'waits' : 'none';
    if (follows) return 'replaced';
    return areRight ? 'right' : 'wrong';
  };
  return new Map(rows.map((row) => [row.id, stateOf(row)]));
};
