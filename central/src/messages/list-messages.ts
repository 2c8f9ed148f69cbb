import type { DeliveryId, DepotId, Instant, ShortId } from '../../../shared/protocol/ids.ts';
import { later, MINUTE } from '../clock.ts';
import type { MessageKind } from '../codes/put-message.ts';
import { at, type Database } from '../database/pool.ts';

/** How long a message may be late, or without a word from the network, before a person sees it. */
const PATIENCE = MINUTE;
/** As many as a person reads. */
const MOST = 1_000;

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
  else d.status in ('open', 'cancelled') and d.not_after > $5 end`;

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

export type MessageFilter = {
  readonly depots: readonly DepotId[];
  /** Only what a person must look at. */
  readonly failed: boolean;
};

/** The newest messages first, 1,000 at most; `more` says whether there are others. */
export const listMessages = async (
  db: Database,
  { depots, failed }: MessageFilter,
  now: Instant,
): Promise<{ readonly messages: MessageView[]; readonly more: boolean }> => {
  const { rows } = await db.query<MessageView>(
    `select * from (
       select m.id, m.depot, i.delivery, d.short_id as "shortId", m.kind, m.state, m.due, m.attempts,
         m.accepted_at as "acceptedAt", m.ended_at as "endedAt", m.reason, ${TROUBLE} as trouble
       from message m join issue i on i.depot = m.depot and i.id = m.issue
         join delivery d on d.depot = i.depot and d.id = i.delivery
       where m.depot = any($1)) listed
     where not $3 or trouble is not null order by due desc, id limit $4`,
    [depots, at(later(now, -PATIENCE)), failed, MOST + 1, at(now)],
  );
  return { messages: rows.slice(0, MOST), more: rows.length > MOST };
};
