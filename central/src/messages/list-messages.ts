import { z } from 'zod';
import {
  type DeliveryId,
  type DepotId,
  type Instant,
  instant,
  type ShortId,
} from '../../../shared/protocol/ids.ts';
import { DAY, later, MINUTE } from '../clock.ts';
import type { MessageKind } from '../codes/put-message.ts';
import { at, type Database } from '../database/pool.ts';
import { cutPage, oneMore, type Page, type PageEnd } from '../http/pages.ts';

/** How long a message may be late, or without a word from the network, before a person sees it. */
const PATIENCE = MINUTE;

/** Why a person must look at a message. */
export type Trouble = 'failed' | 'late' | 'silent' | 'sent-after-all';

export type MessageView = {
  readonly id: string;
  readonly depot: DepotId;
  readonly delivery: DeliveryId;
  readonly shortId: ShortId;
  readonly kind: MessageKind;
  readonly state:
    | 'waiting'
    | 'claimed'
    | 'accepted'
    | 'delivered'
    | 'failed'
    | 'cancelled'
    | 'expired';
  readonly due: Instant;
  /** It goes once the terminal has docked, and knows the code that it says. */
  readonly awaitsDocking: boolean;
  readonly attempts: number;
  readonly acceptedAt: Instant | null;
  readonly endedAt: Instant | null;
  /** Why it failed, or did not go the last time. */
  readonly reason: string | null;
  readonly trouble: Trouble | null;
  /** Whose it is: what an act on its delivery names, and what people know it by. */
  readonly version: number;
  readonly isOpen: boolean;
  readonly customer: string;
  readonly address: readonly string[];
  readonly route: string;
  /** Whether there is a number at all; which one it is is for who may change it. */
  readonly hasTelephone: boolean;
  /** Whether central could send the code now: it still has it, and the terminal knows it. */
  readonly codeKept: boolean;
};

/**
 * SQL: whether it still matters what became of a message: of a code, while it is good; of what
 * followed a change, while the customer may wait.
 */
const matters = (now: string): string => `case m.kind when 'code' then i.state = 'active'
  else d.status in ('open', 'cancelled') and d.not_after > ${now} end`;

/** SQL: whether another message about the delivery came after this one, or is on its way. */
const IS_FOLLOWED = `exists (select 1 from issue i2
  join message m2 on m2.depot = i2.depot and m2.issue = i2.id
  where i2.depot = d.depot and i2.delivery = d.id and m2.id <> m.id and m2.due >= m.ended_at
    and m2.state in ('waiting', 'claimed', 'accepted', 'delivered'))`;

/**
 * SQL: what is wrong with a message whose delivery is still to be handed over, or was cancelled.
 * Refused, or nobody can be sent it; over its time and not taken; taken, and the network says nothing;
 * or taken back while it was on its way, without another one that says so. `ago` is a minute before
 * `now`; both are parameters.
 */
const troubleAt = (now: string, ago: string): string => `case
  when m.state = 'cancelled' and m.accepted_at >= m.ended_at and not ${IS_FOLLOWED} then 'sent-after-all'
  when not (${matters(now)}) then null
  when m.state = 'failed' and (m.kind = 'code' or not ${IS_FOLLOWED}) then 'failed'
  when m.state in ('waiting', 'claimed') and not m.awaits_docking
    and greatest(m.due, i.created_at) <= ${ago} then 'late'
  when m.state = 'accepted' and m.reports and m.accepted_at <= ${ago} then 'silent' end`;

/** SQL: what can be trouble, as the index has it. Of all others, which are most, nobody need ask. */
const MAY_BE_TROUBLE = `(not m.over and (m.state in ('waiting', 'claimed', 'failed')
  or (m.state = 'accepted' and m.reports)
  or (m.state = 'cancelled' and m.accepted_at >= m.ended_at)))`;

/** By what messages are listed. */
export const messageKey = z.tuple([instant, z.uuid()]);
type MessageKey = z.infer<typeof messageKey>;

export type MessageFilter = Page<MessageKey> & {
  readonly depots: readonly DepotId[];
  /** Only what a person must look at. */
  readonly failed: boolean;
  /** Only those that stand so, of the last month. What a worker has in hand waits as well. */
  readonly state?: 'waiting' | 'accepted' | 'delivered' | undefined;
  readonly delivery?: DeliveryId | undefined;
  readonly reference?: string | undefined;
};

/** So far back a state is looked for: what is older is found by its delivery. */
const RECENT = 31 * DAY;

/** SQL: a message `m` of an issue `i` of a delivery `d`. */
const columnsAt = (
  now: string,
  ago: string,
): string => `m.id, m.depot, i.delivery, d.short_id as "shortId", m.kind, m.state, m.due,
    m.awaits_docking and m.state = 'waiting' as "awaitsDocking", m.attempts,
    m.accepted_at as "acceptedAt", m.ended_at as "endedAt", m.reason,
    ${troubleAt(now, ago)} as trouble, d.version, d.status = 'open' and d.not_after > ${now} as "isOpen",
    d.customer, d.address, r.name as route, d.phone is not null as "hasTelephone",
    i.state = 'active' and i.sealed_code is not null and not m.awaits_docking as "codeKept"`;
const JOINED = `message m join issue i on i.depot = m.depot and i.id = m.issue
    join delivery d on d.depot = i.depot and d.id = i.delivery
    join route r on r.depot = d.depot and r.id = d.route`;
const TROUBLE = troubleAt('$6', '$2');
const LISTED = `select ${columnsAt('$6', '$2')} from ${JOINED}
  where m.depot = asked.depot and ($3::timestamptz is null or (m.due, m.id) < ($3, $4))
    and ($7::text is null or (m.due > $8
      and case when $7 = 'waiting' then m.state in ('waiting', 'claimed') else m.state = $7 end))
    and ($9::uuid is null or d.id = $9) and ($10::text is null or d.short_id = $10)`;

/** A page of messages, those that were or are due last first. */
export const listMessages = async (
  db: Database,
  { depots, failed, state, delivery, reference, ...page }: MessageFilter,
  now: Instant,
): Promise<{ readonly messages: readonly MessageView[] } & PageEnd> => {
  const which = failed ? `and ${MAY_BE_TROUBLE} and (${TROUBLE}) is not null` : '';
  const found = await db.query<MessageView>(
    `select own.* from unnest($1::uuid[]) as asked (depot) cross join lateral (
       ${LISTED} ${which} order by m.due desc, m.id desc limit $5) own
     order by due desc, id desc limit $5`,
    [
      depots,
      at(later(now, -PATIENCE)),
      page.cursor === undefined ? null : at(page.cursor[0]),
      page.cursor?.[1] ?? null,
      oneMore(page),
      at(now),
      state ?? null,
      at(later(now, -RECENT)),
      delivery ?? null,
      reference ?? null,
    ],
  );
  const { rows, end } = cutPage(found.rows, page, ({ due, id }): MessageKey => [due, id]);
  return { messages: rows, ...end };
};

/** How many customers of a depot have no code though they should, and how it stands with the rest. */
export type MessageCounts = {
  /** Customers whose code's message failed, is late, or of which nobody says that it arrived. */
  readonly withoutCode: number;
  /** All messages that a person must look at. */
  readonly troubled: number;
  readonly waiting: number;
};

/** What of a depot's messages a person must look at, counted. */
export const countMessages = async (
  db: Database,
  depot: DepotId,
  now: Instant,
): Promise<MessageCounts> => {
  const { rows } = await db.query<MessageCounts>(
    `select count(distinct delivery) filter (where trouble is not null and kind = 'code')
         as "withoutCode",
       count(*) filter (where trouble is not null) as troubled,
       count(*) filter (where state in ('waiting', 'claimed')) as waiting
     from (select i.delivery, m.kind, m.state, ${troubleAt('$3', '$2')} as trouble from ${JOINED}
       where m.depot = $1 and ${MAY_BE_TROUBLE}) own`,
    [depot, at(later(now, -PATIENCE)), at(now)],
  );
  return rows[0] ?? { withoutCode: 0, troubled: 0, waiting: 0 };
};

/** A time that a message was given to a provider. One without an end was cut off: nobody knows. */
export type Attempt = {
  readonly provider: string;
  readonly beganAt: Instant;
  readonly endedAt: Instant | null;
  readonly outcome: 'accepted' | 'refused' | 'try-again' | null;
  readonly reason: string | null;
};

/** A message with its whole life. */
export type WholeMessage = MessageView & {
  readonly attempted: readonly Attempt[];
  /** Into how many it was split, and how many of these have arrived; 0: no provider has said. */
  readonly parts: number;
  readonly partsArrived: number;
};

/** One message, whole; null: there is none. */
export const findMessage = async (
  db: Database,
  depot: DepotId,
  id: string,
  now: Instant,
): Promise<WholeMessage | null> => {
  const { rows } = await db.query<Omit<WholeMessage, 'attempted'>>(
    `select ${columnsAt('$3', '$2')}, (select count(*) from message_part p where p.depot = m.depot
         and p.message = m.id) as parts,
       (select count(*) from message_part p where p.depot = m.depot and p.message = m.id
         and p.delivered) as "partsArrived"
     from ${JOINED} where m.depot = $1 and m.id = $4`,
    [depot, at(later(now, -PATIENCE)), at(now), id],
  );
  const [found] = rows;
  if (found === undefined) return null;
  const attempted = await db.query<Attempt>(
    `select provider, began_at as "beganAt", ended_at as "endedAt", outcome, reason
     from message_attempt where depot = $1 and message = $2 order by attempt`,
    [depot, id],
  );
  return { ...found, attempted: attempted.rows };
};
