import { z } from 'zod';
import {
  type DeliveryId,
  type DepotId,
  type Instant,
  instant,
  type ShortId,
} from '../../../shared/protocol/ids.ts';
import { later, MINUTE } from '../clock.ts';
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
  readonly attempts: number;
  readonly acceptedAt: Instant | null;
  readonly endedAt: Instant | null;
  /** Why it failed, or did not go the last time. */
  readonly reason: string | null;
  readonly trouble: Trouble | null;
};

/**
 * SQL: whether it still matters what became of a message: of a code, while it is good; of what
 * followed a change, while the customer may wait.
 */
const MATTERS = `case m.kind when 'code' then i.state = 'active'
  else d.status in ('open', 'cancelled') and d.not_after > $6 end`;

/** SQL: whether another message about the delivery came after this one, or is on its way. */
const IS_FOLLOWED = `exists (select 1 from issue i2
  join message m2 on m2.depot = i2.depot and m2.issue = i2.id
  where i2.depot = d.depot and i2.delivery = d.id and m2.id <> m.id and m2.due >= m.ended_at
    and m2.state in ('waiting', 'claimed', 'accepted', 'delivered'))`;

/**
 * SQL: what is wrong with a message whose delivery is still to be handed over, or was cancelled.
 * Refused, or nobody can be sent it; over its time and not taken; taken, and the network says nothing;
 * or taken back while it was on its way, without another one that says so.
 */
const TROUBLE = `case
  when m.state = 'cancelled' and m.accepted_at >= m.ended_at and not ${IS_FOLLOWED} then 'sent-after-all'
  when not (${MATTERS}) then null
  when m.state = 'failed' and (m.kind = 'code' or not ${IS_FOLLOWED}) then 'failed'
  when m.state in ('waiting', 'claimed') and greatest(m.due, i.created_at) <= $2 then 'late'
  when m.state = 'accepted' and m.reports and m.accepted_at <= $2 then 'silent' end`;

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
};

const LISTED = `select m.id, m.depot, i.delivery, d.short_id as "shortId", m.kind, m.state, m.due,
    m.attempts, m.accepted_at as "acceptedAt", m.ended_at as "endedAt", m.reason,
    ${TROUBLE} as trouble
  from message m join issue i on i.depot = m.depot and i.id = m.issue
    join delivery d on d.depot = i.depot and d.id = i.delivery
  where m.depot = asked.depot and ($3::timestamptz is null or (m.due, m.id) < ($3, $4))`;

/** A page of messages, those that were or are due last first. */
export const listMessages = async (
  db: Database,
  { depots, failed, ...page }: MessageFilter,
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
    ],
  );
  const { rows, end } = cutPage(found.rows, page, ({ due, id }): MessageKey => [due, id]);
  return { messages: rows, ...end };
};
