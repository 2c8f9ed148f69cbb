import { randomUUID } from 'node:crypto';
import type { DepotId, Instant } from '../../../shared/protocol/ids.ts';
import { err, ok, type Result } from '../../../shared/result.ts';
import type { SignedInOperator } from '../actors.ts';
import { type Database, transaction } from '../database/pool.ts';
import { noteAct } from '../operators/acts.ts';
import type { Ports } from '../ports.ts';
import { TEST_EVENT } from './event-types.ts';
import { judgeUrl, type UrlFault } from './judge-url.ts';
import type { Posted } from './post-event.ts';
import { makeSecret } from './secrets.ts';
import { sendEvent } from './webhook-sender.ts';

type Context = Pick<Ports, 'pool' | 'keys' | 'now' | 'webhookHosts'>;

export type WebhookView = {
  readonly id: string;
  readonly depot: DepotId;
  readonly url: string;
  readonly types: readonly string[] | null;
  readonly createdAt: Instant;
  /** Until when requests are signed by the secret before as well. */
  readonly oldSecretUntil: Instant | null;
  readonly waiting: number;
  readonly dead: number;
};

/** More of a depot are a mistake. */
const MOST = 20;

const VIEW = `w.id, w.depot, w.url, w.types, w.created_at as "createdAt",
  case when w.old_until > now() then w.old_until end as "oldSecretUntil",
  (select count(*)::int from webhook_sending s where s.depot = w.depot and s.webhook = w.id
    and s.state = 'waiting') as waiting,
  (select count(*)::int from webhook_sending s where s.depot = w.depot and s.webhook = w.id
    and s.state = 'dead') as dead`;

/** The webhooks of a depot, the oldest first. */
export const listWebhooks = async (
  db: Database,
  depot: DepotId,
  id: string | null = null,
): Promise<readonly WebhookView[]> =>
  (
    await db.query<WebhookView>(
      `select ${VIEW} from webhook w
       where w.depot = $1 and w.removed_at is null and ($2::uuid is null or w.id = $2)
       order by w.created_at, w.id`,
      [depot, id],
    )
  ).rows;

type NewWebhook = { readonly url: string; readonly types: readonly string[] | null };
export type WithSecret = WebhookView & { readonly secret: string };

/** Adds a webhook: events that come about from now on are sent to it. */
export const addWebhook = (
  { pool, keys, now, webhookHosts }: Context,
  operator: SignedInOperator,
  depot: DepotId,
  { url: text, types }: NewWebhook,
): Promise<Result<WithSecret, UrlFault | 'too-many' | 'unknown-depot'>> =>
  transaction(pool, async (tx) => {
    const url = judgeUrl(new URL(text), webhookHosts);
    if (!url.ok) return url;
    const held = await tx.query('select 1 from depot where id = $1 for update', [depot]);
    if (held.rowCount !== 1) return err('unknown-depot' as const);
    if ((await listWebhooks(tx, depot)).length >= MOST) return err('too-many' as const);
    const id = randomUUID();
    const { secret, sealed } = makeSecret(keys, depot, id);
    await tx.query(
      'insert into webhook (depot, id, url, types, sealed_secret) values ($1, $2, $3, $4, $5)',
      [depot, id, url.value.href, types, sealed],
    );
    await noteAct(tx, operator, 'webhook-added', { webhook: id, depot }, now());
    const [made] = await listWebhooks(tx, depot, id);
    if (made === undefined) throw new Error('a webhook that was made is not there');
    return ok({ ...made, secret });
  });

/** For so long both secrets are good. */
const OVERLAP = "interval '1 day'";

/** Gives a webhook a new secret; the one before is good for a day. */
export const rollSecret = (
  { pool, keys, now }: Context,
  operator: SignedInOperator,
  depot: DepotId,
  id: string,
): Promise<WithSecret | null> =>
  transaction(pool, async (tx) => {
    const { secret, sealed } = makeSecret(keys, depot, id);
    const { rowCount } = await tx.query(
      `update webhook set old_sealed_secret = sealed_secret, old_until = now() + ${OVERLAP},
         sealed_secret = $3
       where depot = $1 and id = $2 and removed_at is null`,
      [depot, id, sealed],
    );
    const [rolled] = await listWebhooks(tx, depot, id);
    if (rowCount !== 1 || rolled === undefined) return null;
    await noteAct(tx, operator, 'webhook-secret-made', { webhook: id, depot }, now());
    return { ...rolled, secret };
  });

/** Removes a webhook: nothing goes to it any more, what waits neither. False: there is none. */
export const removeWebhook = (
  { pool, now }: Context,
  operator: SignedInOperator,
  depot: DepotId,
  id: string,
): Promise<boolean> =>
  transaction(pool, async (tx) => {
    const { rowCount } = await tx.query(
      'update webhook set removed_at = now() where depot = $1 and id = $2 and removed_at is null',
      [depot, id],
    );
    if (rowCount !== 1) return false;
    await tx.query('delete from webhook_sending where depot = $1 and webhook = $2', [depot, id]);
    await noteAct(tx, operator, 'webhook-removed', { webhook: id, depot }, now());
    return true;
  });

/**
 * Sends an event that is about nothing, at once, and says what came of it. Null: there is no webhook.
 * That it is sent is noted before: it is somebody's act whatever comes of it.
 */
export const testWebhook = async (
  context: Context,
  operator: SignedInOperator,
  depot: DepotId,
  id: string,
): Promise<Posted | null> => {
  const { rows } = await context.pool.query<{
    url: string;
    sealedSecret: Buffer;
    oldSealedSecret: Buffer | null;
  }>(
    `select url, sealed_secret as "sealedSecret",
       case when old_until > now() then old_sealed_secret end as "oldSealedSecret"
     from webhook where depot = $1 and id = $2 and removed_at is null`,
    [depot, id],
  );
  const [found] = rows;
  if (found === undefined) return null;
  const { pool, now } = context;
  await noteAct(pool, operator, 'webhook-tested', { webhook: id, depot }, now());
  const event = { depot, event: Date.now(), delivery: null, type: TEST_EVENT, at: Date.now() };
  return sendEvent(context, { ...found, ...event, webhook: id, data: {} });
};
