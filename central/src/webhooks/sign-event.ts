import { Webhook } from 'standardwebhooks';
import type { DepotId } from '../../../shared/protocol/ids.ts';

/** An event as it is sent. */
export type OutgoingEvent = {
  readonly depot: DepotId;
  readonly event: number;
  readonly delivery: string | null;
  readonly type: string;
  readonly at: number;
  readonly data: Readonly<Record<string, unknown>>;
};

/** The body of an event: what happened, when, to what; nothing about a customer. */
export const bodyOf = ({ depot, delivery, type, at, data }: OutgoingEvent): string =>
  JSON.stringify({
    type,
    timestamp: new Date(at).toISOString(),
    data: { depot, ...(delivery === null ? {} : { delivery }), ...data },
  });

/** The name of an event, the same each time it is sent: who has taken it, knows it again. */
export const idOf = ({ depot, event }: Pick<OutgoingEvent, 'depot' | 'event'>): string =>
  `evt_${depot.replaceAll('-', '')}_${event}`;

/**
 * The headers of an event (Standard Webhooks): its name, when it is sent, and a signature by each of
 * the secrets that are good.
 */
export const signedHeaders = (
  id: string,
  sentAt: Date,
  body: string,
  secrets: readonly string[],
): Readonly<Record<string, string>> => ({
  'content-type': 'application/json',
  'user-agent': 'Kerbside-Webhooks/1',
  'webhook-id': id,
  'webhook-timestamp': String(Math.floor(sentAt.getTime() / 1_000)),
  'webhook-signature': secrets
    .map((secret) => new Webhook(secret).sign(id, sentAt, body))
    .join(' '),
});
