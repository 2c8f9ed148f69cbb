import type {
  DeliveryId,
  DriverId,
  Epoch,
  Instant,
  TokenId,
} from '../../../shared/protocol/ids.ts';
import type { TerminalKey } from '../actors.ts';
import { at, type Database } from '../database/pool.ts';
import { nextEpoch } from '../database/restored.ts';

/** A delivery that its terminal has no active issue for, with the number of its next one. */
export type PendingDelivery = {
  readonly delivery: DeliveryId;
  readonly driver: DriverId;
  readonly epoch: Epoch;
  /** The customer's token; null if there is none, or it was revoked: then a code is made. */
  readonly token: TokenId | null;
};

/** One that the terminal says it has handed over waits for a person's word, and gets no code until then. */
const PENDING = `
  from delivery join route on route.depot = delivery.depot and route.id = delivery.route
    left join token on token.depot = delivery.depot and token.id = delivery.token
      and token.revoked_at is null
  where route.depot = $1 and route.terminal = $2
    and delivery.status = 'open' and delivery.not_after > $3
    and not exists (select 1 from issue where issue.depot = delivery.depot
      and issue.delivery = delivery.id and issue.state = 'active' and issue.terminal = $2)
    and not exists (select 1 from finding f where f.depot = $1 and f.terminal = $2
      and f.settled_at is null
      and f.code in ('no-such-delivery', 'forked', 'broken-chain', 'gap')
      and f.entry->'content'->>'kind' = 'hand-over'
      and f.delivery = delivery.id)`;

/** The next deliveries that need an issue and that nobody is making one for, in the order of the stops. */
export const findPending = async (
  db: Database,
  { depot, id: terminal }: TerminalKey,
  now: Instant,
  limit: number,
): Promise<PendingDelivery[]> =>
  (
    await db.query<PendingDelivery>(
      `select delivery.id as delivery, route.driver as driver, token.id as token,
         ${nextEpoch('delivery.depot', 'delivery.id')} as epoch
       ${PENDING} and not exists (select 1 from sealing where sealing.depot = delivery.depot
         and sealing.delivery = delivery.id and sealing.claimed_until > $3)
       order by route.day, route.name, delivery.position limit $4`,
      [depot, terminal, at(now), limit],
    )
  ).rows;

export const countPending = async (
  db: Database,
  { depot, id: terminal }: TerminalKey,
  now: Instant,
): Promise<number> =>
  (await db.query<{ n: number }>(`select count(*) as n ${PENDING}`, [depot, terminal, at(now)]))
    .rows[0]?.n ?? 0;

/** Whether one delivery still is pending, for this driver. Ask it with the terminal's row locked. */
export const isPending = async (
  db: Database,
  { depot, id: terminal }: TerminalKey,
  { delivery, driver, token }: PendingDelivery,
  now: Instant,
): Promise<boolean> =>
  (
    await db.query(
      `select 1 ${PENDING} and delivery.id = $4 and route.driver = $5
         and token.id is not distinct from $6::uuid for update of delivery`,
      [depot, terminal, at(now), delivery, driver, token],
    )
  ).rowCount === 1;
