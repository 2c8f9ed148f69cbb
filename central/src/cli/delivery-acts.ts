import { answerOf, changing, once, type Schemas } from '../../client/client.ts';
import type { CentralClient } from './central-client.ts';
import { type DeliveryView, findDelivery } from './find-delivery.ts';
import { printable, table } from './output.ts';

/** What an act came to for one delivery. */
export type Outcome = Schemas['DeliveryOutcome'];

/** What of a request was taken, and ought to be looked at all the same. */
type Note = Schemas['MemberProblem'];

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

/** Where an act on one delivery goes: to the delivery, in the version that was found. */
export const toDelivery = ({ id, version }: Pick<DeliveryView, 'id' | 'version'>) => ({
  path: { delivery: id },
  header: changing(version),
});

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

type Named = { readonly id: string; readonly version: number };

/** Does an act on deliveries, all of them or none in each depot that they are of. */
const actInEachDepot = async (
  found: readonly DeliveryView[],
  act: (
    params: { path: { depot: string }; header: ReturnType<typeof once> },
    deliveries: Named[],
  ) => Promise<{ readonly deliveries: readonly Outcome[] }>,
): Promise<Outcome[]> => {
  const outcomes: Outcome[] = [];
  for (const depot of new Set(found.map((one) => one.depot))) {
    const deliveries = found
      .filter((one) => one.depot === depot)
      .map(({ id, version }) => ({ id, version }));
    const done = await act({ path: { depot }, header: once() }, deliveries);
    outcomes.push(...done.deliveries);
  }
  return outcomes;
};

/** Moves deliveries to another route. */
export const moveMany = (
  client: CentralClient,
  found: readonly DeliveryView[],
  onto: { readonly route?: string },
): Promise<Outcome[]> =>
  actInEachDepot(found, (params, deliveries) => {
    const body = { deliveries, ...onto };
    return answerOf(client.POST('/v1/depots/{depot}/deliveries/move', { params, body }));
  });

export type CancelReason = 'cancelled' | 'address-wrong' | 'merged';

/** Cancels deliveries. */
export const cancelMany = (
  client: CentralClient,
  found: readonly DeliveryView[],
  reason: CancelReason,
): Promise<Outcome[]> =>
  actInEachDepot(found, (params, deliveries) => {
    const body = { deliveries, reason };
    return answerOf(client.POST('/v1/depots/{depot}/deliveries/cancel', { params, body }));
  });

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
