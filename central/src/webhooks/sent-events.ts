import { z } from 'zod';
import type { DepotId, Instant } from '../../../shared/protocol/ids.ts';
import type { SignedInOperator } from '../actors.ts';
import { type Database, transaction } from '../database/pool.ts';
import { cutPage, oneMore, type Page, type PageEnd } from '../http/pages.ts';
import { noteAct } from '../operators/acts.ts';
import type { Ports } from '../ports.ts';

export type SentEvent = {
  readonly event: number;
  readonly type: string;
  readonly delivery: string | null;
  readonly at: Instant;
  readonly state: 'waiting' | 'sent' | 'dead';
  readonly attempts: number;
  readonly nextAt: Instant | null;
  readonly endedAt: Instant | null;
  readonly status: number | null;
  readonly reason: string | null;
};

/** What a webhook's events are ordered by: their number, the newest first. */
export const eventKey = z.int();

type Asked = Page<number> & { readonly state?: SentEvent['state'] | undefined };

/** A page of what was sent to a webhook, or is to be. */
export const listEvents = async (
  db: Database,
  depot: DepotId,
  webhook: string,
  { state, ...page }: Asked,
): Promise<{ readonly events: readonly SentEvent[] } & PageEnd> => {
  const { rows } = await db.query<SentEvent>(
    `select e.id as event, e.type, e.delivery, e.at, s.state, s.attempts,
       case when s.state = 'waiting' then s.next_at end as "nextAt", s.ended_at as "endedAt",
       s.status, s.reason
     from webhook_sending s join webhook_event e on e.depot = s.depot and e.id = s.event
     where s.depot = $1 and s.webhook = $2 and ($3::text is null or s.state = $3)
       and ($4::bigint is null or s.event < $4)
     order by s.event desc limit $5`,
    [depot, webhook, state ?? null, page.cursor ?? null, oneMore(page)],
  );
  const { rows: events, end } = cutPage(rows, page, ({ event }) => event);
  return { events, ...end };
};

/**
 * Sends events again that a webhook did not take, or has lost: those that are named, or all that are
 * dead. They go out as if they had just come about, under the same names.
 */
export const replayEvents = (
  { pool, now }: Pick<Ports, 'pool' | 'now'>,
  operator: SignedInOperator,
  depot: DepotId,
  webhook: string,
  events: readonly number[] | null,
): Promise<number> =>
  transaction(pool, async (tx) => {
    const { rowCount } = await tx.query(
      `update webhook_sending set state = 'waiting', attempts = 0, next_at = now(),
         ended_at = null, status = null, reason = null
       where depot = $1 and webhook = $2 and state <> 'waiting'
         and (event = any($3::bigint[]) or ($3::bigint[] is null and state = 'dead'))`,
      [depot, webhook, events],
    );
    const replayed = rowCount ?? 0;
    await noteAct(tx, operator, 'webhook-replayed', { webhook, depot, events: replayed }, now());
    return replayed;
  });
