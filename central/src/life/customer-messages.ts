import type { DeliveryId, DepotId, Instant } from '../../../shared/protocol/ids.ts';
import { WENT_OUT } from '../codes/went-out.ts';
import { at, type Transaction } from '../database/pool.ts';
import { hasMessage, isSaidSo, SAID_LAST } from '../messages/follow-up.ts';

// All that acts ask of customers' messages is in this file. A message that waits has the code that it
// will say; it is written from what is so when it goes.

/**
 * The arrival has moved: a message that waits goes out so much before the new one, or when it was to
 * where an earlier one is out, and is written anew. Its issue is locked already: acts change it first.
 */
export const moveMessage = async (
  tx: Transaction,
  depot: DepotId,
  delivery: DeliveryId,
): Promise<void> => {
  await tx.query(
    `update message set due = case when moves then new.due else message.due end,
       next_at = case when moves and message.state = 'waiting' then new.due else message.next_at end
     from (select i.id, d.arrival - p.lead_ms * interval '1 millisecond' as due,
         not exists (select 1 from issue other
           join message m on m.depot = other.depot and m.issue = other.id
           where other.depot = i.depot and other.delivery = i.delivery and ${WENT_OUT}) as moves
       from issue i join delivery d on d.depot = i.depot and d.id = i.delivery
         join depot p on p.id = i.depot
       where i.depot = $1 and i.delivery = $2 and i.state = 'active') new
     where message.depot = $1 and message.issue = new.id
       and message.state in ('waiting', 'claimed')`,
    [depot, delivery],
  );
  await rewriteMessage(tx, depot, delivery);
};

/** What a message says has changed: one that is still to go is written anew. */
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
  /** The terminal does not know it yet: at the door it would be wrong. */
  readonly awaitsDocking: boolean;
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
       issue.sealed_code is not null as "hasCode", message.id as message,
       coalesce(message.awaits_docking, false) as "awaitsDocking"
     from issue left join message on message.depot = issue.depot and message.issue = issue.id
       and message.kind = 'code'
     where issue.depot = $1 and issue.delivery = $2 and issue.state = 'active'
     for no key update of issue`,
    [depot, delivery],
  );
  const [found] = rows;
  if (found === undefined || found.awaitsDocking) return 'no-code-yet';
  if (found.isToken) return 'token';
  if (found.message === null) return 'no-telephone';
  if (!found.hasCode) return 'sent-and-forgotten';
  // One that is under way at this moment goes anyway.
  await tx.query(
    `with again as (
       update message set state = 'waiting', due = $3, next_at = $3, ended_at = null,
         reason = null, sealed_text = null,
         accepted_at = case when state = 'failed' then null else accepted_at end
       where depot = $1 and id = $2 and state <> 'claimed' returning id)
     delete from message_part using again
       where message_part.depot = $1 and message_part.message = again.id`,
    [depot, found.message, at(now)],
  );
  return null;
};

/**
 * A customer has another number: the code goes there at once, if a message with it went elsewhere or
 * failed, and central still has it. One that waits goes there when it is due. Whether the customer
 * has, or gets, what is right.
 */
export const sendToNewNumber = async (
  tx: Transaction,
  depot: DepotId,
  delivery: DeliveryId,
  now: Instant,
): Promise<boolean> => {
  const { rows } = await tx.query<{ state: string }>(
    `select message.state from issue
       join message on message.depot = issue.depot and message.issue = issue.id
     where issue.depot = $1 and issue.delivery = $2 and issue.state = 'active'
       and message.kind = 'code' for no key update`,
    [depot, delivery],
  );
  const state = rows[0]?.state ?? 'none';
  if (state !== 'claimed') {
    return (
      ['none', 'waiting'].includes(state) || (await sendNow(tx, depot, delivery, now)) === null
    );
  }
  // Whoever has it sends it to the number from before: another worker need not wait for that.
  await tx.query(
    `update message set next_at = $3 from issue
     where message.depot = $1 and issue.depot = $1 and issue.id = message.issue
       and issue.delivery = $2 and issue.state = 'active' and message.kind = 'code'`,
    [depot, delivery, at(now)],
  );
  return true;
};

/**
 * How a customer's message stands after an act. `none`: none went out, and none will. `waits`: none
 * went out yet; one will, and says what is so now. `right`: one is out, and still says what is so.
 * `follows`: one is out that is no longer right, and another one goes out now and says what is so.
 * `replaced`: so too, but it follows with a new code, once there is one. `wrong`: one is out that is
 * no longer right, and no other will follow: somebody tells the customer.
 */
export type MessageState = 'none' | 'waits' | 'right' | 'follows' | 'replaced' | 'wrong';

/**
 * What an act made of what a message says, beside its time: nothing; something else, which the next
 * message says; or the customer has no code, and gets none by himself.
 */
export type Standing = 'right' | 'changed' | 'lost';

type Row = {
  readonly id: DeliveryId;
  readonly arrival: Instant;
  readonly timeZone: string;
  /** Whether one went out, with whichever code, or is with the provider at this moment: it may. */
  readonly isOut: boolean;
  readonly says: Instant | null;
  /** Whether that was about the code that is good now. */
  readonly isOwn: boolean;
  /** Whether one is still to go with a code that was not sent. */
  readonly isToCome: boolean;
  /** Whether one is about to go. */
  readonly follows: boolean;
};

/**
 * How the messages of deliveries stand after an act. What an act does to a message that has not gone out is done where its code is:
 * one that is taken back is not sent (`withdrawIssues`), one that waits is written when it goes, from
 * what is so then. What follows one that is out was asked of `tellChanges`.
 */
export const readMessages = async (
  tx: Transaction,
  depot: DepotId,
  deliveries: readonly DeliveryId[],
  standing: Standing,
): Promise<ReadonlyMap<DeliveryId, MessageState>> => {
  const { rows } = await tx.query<Row>(
    `select d.id, d.arrival, p.time_zone as "timeZone", said.issue is not null as "isOut", said.says,
       coalesce(said."isActive", false) as "isOwn",
       d.status = 'open' and d.phone is not null and d.token is null
         and not exists (select 1 from issue i
           left join message m on m.depot = i.depot and m.issue = i.id and m.kind = 'code'
           where i.depot = d.depot and i.delivery = d.id and i.state = 'active'
             and (coalesce(m.state, 'none') not in ('waiting', 'claimed')
               or m.accepted_at is not null)) as "isToCome",
       ${hasMessage("'code', 'time-changed', 'cancelled'", "'waiting', 'claimed'")} as follows
     from delivery d join depot p on p.id = d.depot left join lateral (${SAID_LAST}) said on true
     where d.depot = $1 and d.id = any($2)`,
    [depot, deliveries],
  );
  const stateOf = (row: Row): MessageState => {
    if (!row.isOut) return row.isToCome ? 'waits' : 'none';
    if (row.isToCome && !row.isOwn) return 'replaced';
    if (standing === 'right' && isSaidSo(row.says, row.arrival, row.timeZone)) return 'right';
    return row.follows && standing !== 'lost' ? 'follows' : 'wrong';
  };
  return new Map(rows.map((row) => [row.id, stateOf(row)]));
};
