import { z } from 'zod';
import {
  type DeliveryId,
  type DepotId,
  type Instant,
  instant,
  type ShortId,
} from '../../../shared/protocol/ids.ts';
import { later, MINUTE } from '../clock.ts';
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
 * SQL: what is wrong with a message whose delivery is still to be handed over. Refused, or nobody can
 * be sent it; over its time and not taken; taken, and the network says nothing; or cancelled while it
 * was on its way.
 */
const TROUBLE = `case when i.state <> 'active' and m.state <> 'cancelled' then null
  when m.state = 'failed' then 'failed'
  when m.state in ('waiting', 'claimed') and greatest(m.due, i.created_at) <= $2 then 'late'
  when m.state = 'accepted' and m.reports and m.accepted_at <= $2 then 'silent'
  when m.state = 'cancelled' and m.accepted_at >= m.ended_at then 'sent-after-all' end`;

/** SQL: what can be trouble. Of all others, which are most, nobody need ask. */
const MAY_BE_TROUBLE = `(m.state in ('waiting', 'claimed', 'accepted', 'failed')
  or (m.state = 'cancelled' and m.accepted_at >= m.ended_at))`;

/** By what messages are listed. */
export const messageKey = z.tuple([instant, z.uuid()]);
type MessageKey = z.infer<typeof messageKey>;

export type MessageFilter = Page<MessageKey> & {
  readonly depots: readonly DepotId[];
  /** Only what a person must look at. */
  readonly failed: boolean;
};

const LISTED = `select m.id, m.depot, i.delivery, d.short_id as "shortId", m.state, m.due,
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
    ],
  );
  const { rows, end } = cutPage(found.rows, page, ({ due, id }): MessageKey => [due, id]);
  return { messages: rows, ...end };
};
