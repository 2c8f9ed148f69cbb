import { setTimeout as pause } from 'node:timers/promises';
import { SECOND } from '../clock.ts';
import type { Ports } from '../ports.ts';
import { type Posted, postEvent } from './post-event.ts';
import { openSecret } from './secrets.ts';
import { type Claimed, claimSendings, markSending } from './sendings.ts';
import { bodyOf, idOf, signedHeaders } from './sign-event.ts';

const AT_ONCE = 32;
/** So many requests to one webhook at a time: one that hangs takes nothing from the others. */
const AT_ONCE_EACH = 8;
const POLL_MS = SECOND / 2;
/** How long a stop waits for receivers that are asked: what they answer is then known. */
const STOP_GRACE_MS = 2 * SECOND;

export type WebhookSender = {
  /** Begins to look for events that are to go out. */
  readonly start: () => void;
  /** Takes no more, and waits for what is under way: seconds, whatever receivers do. */
  readonly stop: () => Promise<void>;
};

type SenderPorts = Pick<Ports, 'pool' | 'keys' | 'webhookHosts'>;

/** Sends one event, signed by each secret that is good. */
export const sendEvent = (
  { keys, webhookHosts }: SenderPorts,
  claimed: Omit<Claimed, 'attempt'>,
  stopping?: AbortSignal,
): Promise<Posted> => {
  const { depot, webhook, url, sealedSecret, oldSealedSecret } = claimed;
  const body = bodyOf(claimed);
  const secrets = [sealedSecret, ...(oldSealedSecret === null ? [] : [oldSealedSecret])].map(
    (sealed) => openSecret(keys, depot, webhook, sealed),
  );
  const headers = signedHeaders(idOf(claimed), new Date(), body, secrets);
  return postEvent(url, headers, body, {
    allowed: webhookHosts,
    ...(stopping === undefined ? {} : { stopping }),
  });
};

/**
 * Sends events to their webhooks: claimed in one statement, sent outside of any transaction, marked in
 * another. A worker that dies leaves a claim that ends; the event goes out again under the same name.
 */
export const makeWebhookSender = (
  ports: SenderPorts,
  onError: (error: Error) => void,
): WebhookSender => {
  const stopping = new AbortController();
  const running = new Set<Promise<unknown>>();
  const each = new Map<string, number>();
  let timer: NodeJS.Timeout | undefined;
  let stopped = false;
  let looking: Promise<unknown> = Promise.resolve();

  const count = (webhook: string, by: 1 | -1): void => {
    const now = (each.get(webhook) ?? 0) + by;
    if (now === 0) each.delete(webhook);
    else each.set(webhook, now);
  };

  const begin = (claimed: Claimed): void => {
    count(claimed.webhook, 1);
    const sending = sendEvent(ports, claimed, stopping.signal)
      .then((posted) => markSending(ports.pool, claimed, posted, Math.random))
      .catch(onError)
      .finally(() => {
        running.delete(sending);
        count(claimed.webhook, -1);
      });
    running.add(sending);
  };

  const look = async (): Promise<void> => {
    try {
      for (let isFull = true; isFull && !stopped; ) {
        const limit = Math.min(AT_ONCE - running.size, AT_ONCE_EACH);
        if (limit <= 0) return;
        const busy = [...each].flatMap(([webhook, n]) => (n >= AT_ONCE_EACH ? [webhook] : []));
        const claimed = await claimSendings(ports.pool, limit, busy);
        for (const one of claimed) begin(one);
        isFull = claimed.length === limit;
      }
    } catch (error) {
      onError(error instanceof Error ? error : new Error('events could not be claimed'));
    }
  };

  const loop = (): void => {
    looking = look().finally(() => {
      if (!stopped) timer = setTimeout(loop, POLL_MS);
    });
  };

  return {
    start: loop,
    stop: async () => {
      stopped = true;
      clearTimeout(timer);
      await looking;
      const all = Promise.all(running);
      await Promise.race([all, pause(STOP_GRACE_MS)]);
      stopping.abort();
      await all;
    },
  };
};
