import type { DeliveryId, DepotId, Instant } from '../../../shared/protocol/ids.ts';
import { at, type Transaction } from '../database/pool.ts';

// All that acts ask of customers' messages is in this file. A message that waits has the code that it
// will say; it is written from what is so when it goes.

/**
 * The arrival has moved, or what else a message says: one that waits goes out so much before the new
 * arrival, and is written anew. Its issue is locked already: acts change it first.
 */
export const moveMessage = async (
  tx: Transaction,
  depot: DepotId,
  delivery: DeliveryId,
): Promise<void> => {
  const due = `delivery.arrival - depot.lead_ms * interval '1 millisecond'`;
  await tx.query(
    `update message set sealed_text = null, due = ${due},
       next_at = case when message.state = 'waiting' then ${due} else message.next_at end
     from issue join delivery on delivery.depot = issue.depot and delivery.id = issue.delivery
       join depot on depot.id = issue.depot
     where message.depot = $1 and issue.depot = $1 and issue.id = message.issue
       and issue.delivery = $2 and issue.state = 'active'
       and message.state in ('waiting', 'claimed')`,
    [depot, delivery],
  );
};

/** What a message says has changed, but for its time: one that is still to go is written anew. */
export const rewriteMessage = async (
  tx: Transaction,
  depot: DepotId,
  delivery: DeliveryId,
): Promise<void> => {
  await tx.query(
    `select 1 from issue where depot = $1 and delivery = $2 and state = 'active'
     for no key update`,
    [depot, delivery],
  );
  await tx.query(
    `update message set sealed_text = null from issue
     where message.depot = $1 and issue.depot = $1 and issue.id = message.issue
       and issue.delivery = $2 and message.state in ('waiting', 'claimed')`,
    [depot, delivery],
  );
};

/** Why central cannot send a delivery's code. */
export type NothingToSend = 'sent-and-forgotten' | 'token' | 'no-code-yet' | 'no-telephone';

type Issue = {
  readonly issue: string;
  readonly isToken: boolean;
  readonly hasCode: boolean;
  readonly message: string | null;
};

/**
 * Sends a delivery's code at once, if central still has it; null if so. It has it until the message
 * has arrived, or for the depot's limit after a provider took it: afterwards nobody but the customer
 * does. Reports on the earlier message say nothing of this one.
 */
export const sendNow = async (
  tx: Transaction,
  depot: DepotId,
  delivery: DeliveryId,
  now: Instant,
): Promise<NothingToSend | null> => {
  const { rows } = await tx.query<Issue>(
    `select issue.id as issue, issue.token is not null as "isToken",
       issue.sealed_code is not null as "hasCode", message.id as message
     from issue left join message on message.depot = issue.depot and message.issue = issue.id
     where issue.depot = $1 and issue.delivery = $2 and issue.state = 'active'
     for no key update of issue`,
    [depot, delivery],
  );
  const [found] = rows;
  if (found === undefined) return 'no-code-yet';
  if (found.isToken) return 'token';
  if (found.message === null) return 'no-telephone';
  if (!found.hasCode) return 'sent-and-forgotten';
  // One that is under way at this moment goes anyway.
  await tx.query(
    `with again as (
       update message set state = 'waiting', due = $3, next_at = $3, ended_at = null,
         reason = null, sealed_text = null
       where depot = $1 and id = $2 and state <> 'claimed' returning id)
     delete from message_part using again
       where message_part.depot = $1 and message_part.message = again.id`,
    [depot, found.message, at(now)],
  );
  return null;
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
  /** Whether one went out, with whichever code, or is with the provider at this moment: it may. */
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
       exists (select 1 from issue i
         join message m on m.depot = i.depot and m.issue = i.id
         join message_attempt a on a.depot = m.depot and a.message = m.id
         where i.depot = d.depot and i.delivery = d.id
           and coalesce(a.outcome, 'under way') in ('accepted', 'under way')) as "isOut",
       d.status = 'open' and d.phone is not null and d.token is null
         and not exists (select 1 from issue i
           left join message m on m.depot = i.depot and m.issue = i.id
           where i.depot = d.depot and i.delivery = d.id and i.state = 'active'
             and (coalesce(m.state, 'none') not in ('waiting', 'claimed')
               or m.accepted_at is not null)) as follows
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
