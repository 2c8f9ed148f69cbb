import type { DeliveryId, DepotId, Instant, ShortId } from '../../../shared/protocol/ids.ts';
import { later, MINUTE } from '../clock.ts';
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
       select m.id, m.depot, i.delivery, d.short_id as "shortId", m.state, m.due, m.attempts,
         m.accepted_at as "acceptedAt", m.ended_at as "endedAt", m.reason, ${TROUBLE} as trouble
       from message m join issue i on i.depot = m.depot and i.id = m.issue
         join delivery d on d.depot = i.depot and d.id = i.delivery
       where m.depot = any($1)) listed
     where not $3 or trouble is not null order by due desc, id limit $4`,
    [depots, at(later(now, -PATIENCE)), failed, MOST + 1],
  );
  return { messages: rows.slice(0, MOST), more: rows.length > MOST };
};
