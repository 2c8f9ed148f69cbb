import { randomUUID } from 'node:crypto';
import type { CentralClient } from './central-client.ts';
import { type DeliveryView, findDelivery } from './find-delivery.ts';
import { printable, table } from './output.ts';

/** What an act came to for one delivery. */
export type Outcome = {
  readonly id: string;
  readonly version: number;
  readonly status: string;
  readonly message: keyof typeof MESSAGES;
};

/** What of a request was taken, and ought to be looked at all the same. */
export type Note = { readonly pointer: string; readonly reason: string };

/** Notes for people, a line for each. */
export const showNotes = (notes: readonly Note[]): string[] =>
  notes.map(({ pointer, reason }) => printable(`note: ${pointer.slice(1)}: ${reason}`));

/** How the customer's message stands. */
const MESSAGES = {
  none: 'none',
  waits: 'not sent yet; it will say what is so now',
  right: 'sent, and still right',
  follows: 'sent, and no longer right; another one goes out now',
  wrong: 'sent, and no longer right: tell the customer',
  replaced: 'sent, and no longer right; another one will follow',
} as const;

/** The headers of a request that is done once. */
export const onceOnly = (): { 'idempotency-key': string } => ({
  'idempotency-key': `"${randomUUID()}"`,
});

/** Does an act on one delivery, in the version that was found; `what` is the end of its path. */
export const actOnOne = async <T extends Outcome = Outcome>(
  client: CentralClient,
  found: DeliveryView,
  what: '' | '/move' | '/split' | '/reissue' | '/resend' | '/erase',
  body: Readonly<Record<string, unknown>>,
): Promise<T> => {
  const path = `/v1/deliveries/${found.id}${what}`;
  const headers = { ...onceOnly(), 'if-match': `"${found.version}"` };
  return what === '' ? client.patch<T>(path, body, headers) : client.post<T>(path, body, headers);
};

/** The deliveries that are named; two names may mean one. */
export const findDeliveries = async (
  client: CentralClient,
  asked: readonly string[],
  depot?: string,
): Promise<DeliveryView[]> => {
  const found = new Map<string, DeliveryView>();
  for (const one of asked) {
    const delivery = await findDelivery(client, one, depot);
    found.set(delivery.id, delivery);
  }
  return [...found.values()];
};

/**
 * Does an act on deliveries, all of them or none in each depot that they are of; `what` is the end of
 * its path.
 */
export const actOn = async (
  client: CentralClient,
  found: readonly DeliveryView[],
  what: string,
  body: Readonly<Record<string, unknown>>,
): Promise<Outcome[]> => {
  const outcomes: Outcome[] = [];
  for (const depot of new Set(found.map((one) => one.depot))) {
    const deliveries = found
      .filter((one) => one.depot === depot)
      .map(({ id, version }) => ({ id, version }));
    const path = `/v1/depots/${depot}/deliveries/${what}`;
    const done = await client.post<{ deliveries: Outcome[] }>(
      path,
      { deliveries, ...body },
      onceOnly(),
    );
    outcomes.push(...done.deliveries);
  }
  return outcomes;
};

/** What acts came to, for people. */
export const showOutcomes = (
  outcomes: readonly Outcome[],
  found: readonly Pick<DeliveryView, 'id' | 'shortId'>[],
): string => {
  const references = new Map(found.map(({ id, shortId }) => [id, shortId]));
  return table(
    ['delivery', 'status', "the customer's message"],
    outcomes.map(({ id, status, message }) => [
      printable(references.get(id) ?? id),
      status,
      MESSAGES[message],
    ]),
  );
};
