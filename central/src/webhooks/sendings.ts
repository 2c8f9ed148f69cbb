import type { DepotId } from '../../../shared/protocol/ids.ts';
import type { Database, Pool } from '../database/pool.ts';
import type { Posted } from './post-event.ts';
import type { OutgoingEvent } from './sign-event.ts';

/** An event that a worker has taken on for a webhook. */
export type Claimed = OutgoingEvent & {
  readonly webhook: string;
  readonly url: string;
  readonly sealedSecret: Buffer;
  /** Null: there is none, or its time is over. */
  readonly oldSealedSecret: Buffer | null;
  /** Which try this is, from 1. */
  readonly attempt: number;
};

/** After how many seconds each further try comes: in all, more than a day. */
const WAITS = [5, 30, 120, 600, 1_800, 3_600, 7_200, 14_400, 28_800, 43_200];
/** Each wait is up to so much of itself longer: what failed together does not come back together. */
const JITTER = 0.25;
/** A claim is over after this, if its worker died. */
const CLAIM = "interval '60 seconds'";

/**
 * Takes on events whose time has come, of webhooks that have no `busy` worker here. Of one webhook and
 * delivery only the first that is not at its end: they arrive in the order in which they came about.
 */
export const claimSendings = async (
  pool: Pool,
  limit: number,
  busy: readonly string[],
): Promise<readonly Claimed[]> =>
  (
    await pool.query<Claimed>(
      `with due as (
         select s.depot, s.webhook, s.event from webhook_sending s
         where s.state = 'waiting' and s.next_at <= now() and s.webhook <> all($2::uuid[])
           and not exists (
             select 1 from webhook_sending earlier
             where earlier.depot = s.depot and earlier.webhook = s.webhook
               and earlier.delivery = s.delivery and earlier.event < s.event
               and earlier.state = 'waiting')
         order by s.next_at, s.event limit $1
         for update of s skip locked)
       update webhook_sending s set attempts = s.attempts + 1, next_at = now() + ${CLAIM}
       from due join webhook w on w.depot = due.depot and w.id = due.webhook
         join webhook_event e on e.depot = due.depot and e.id = due.event
       where s.depot = due.depot and s.webhook = due.webhook and s.event = due.event
       returning s.depot, s.webhook, s.event, s.delivery, s.attempts as attempt, w.url,
         w.sealed_secret as "sealedSecret",
         case when w.old_until > now() then w.old_sealed_secret end as "oldSealedSecret",
         e.type, e.at, e.data`,
      [limit, busy],
    )
  ).rows.toSorted((a, b) => a.event - b.event);

/** Notes what became of a try: taken, tried again later, or at its end. */
export const markSending = async (
  db: Database,
  { depot, webhook, event, attempt }: Pick<Claimed, 'depot' | 'webhook' | 'event' | 'attempt'>,
  { ok, status, reason }: Posted,
  random: () => number,
): Promise<void> => {
  const wait = WAITS[attempt - 1];
  const seconds = wait === undefined ? null : wait * (1 + JITTER * random());
  // A receiver that says that it is gone for good (410) is not asked about this event again.
  const state = ok ? 'sent' : seconds === null || status === 410 ? 'dead' : 'waiting';
  await db.query(
    `update webhook_sending set state = $4, status = $5, reason = $6,
       ended_at = case when $4 <> 'waiting' then now() end,
       next_at = case when $4 = 'waiting' then now() + $7 * interval '1 second' else next_at end
     where depot = $1 and webhook = $2 and event = $3 and state = 'waiting' and attempts = $8`,
    [depot, webhook, event, state, status, reason, seconds ?? 0, attempt],
  );
};

/** Events are kept so long after they went out, or could not. */
const KEPT = "interval '30 days'";

/** Forgets events of a depot that nobody asks for again. */
export const forgetEvents = async (db: Database, depot: DepotId): Promise<void> => {
  await db.query(
    `delete from webhook_event e where e.depot = $1 and e.at < now() - ${KEPT}
       and not exists (select 1 from webhook_sending s
         where s.depot = e.depot and s.event = e.id
           and (s.state = 'waiting' or s.ended_at > now() - ${KEPT}))`,
    [depot],
  );
};
