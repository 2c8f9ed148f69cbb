import { foldReference } from '../../../shared/protocol/fold-reference.ts';
import { answerOf, type Schemas } from '../../client/client.ts';
import type { CentralClient } from './central-client.ts';
import { CommandFailure } from './command-failure.ts';
import { findDepot, UUID } from './find.ts';

/** What the command line shows of a delivery, and acts by. */
export type DeliveryView = Schemas['Delivery'];

/** Those that are closed and have this reference: it is an open one's own, but of others there may be several. */
const findClosed = async (
  client: CentralClient,
  reference: string,
  within: { readonly depot?: string },
): Promise<readonly DeliveryView[]> => {
  const query = { text: reference, ...within };
  const { deliveries } = await answerOf(client.GET('/v1/deliveries', { params: { query } }));
  return deliveries.filter(({ shortId, status }) => shortId === reference && status !== 'open');
};

const listOf = (deliveries: readonly DeliveryView[]): string =>
  deliveries.map(({ id, route: { day } }) => `${id} (${day})`).join(', ');

/** A delivery by its id, or by its reference: the open one, or else the only one that is closed. */
export const findDelivery = async (
  client: CentralClient,
  asked: string,
  depot?: string,
): Promise<DeliveryView> => {
  if (UUID.test(asked)) {
    const path = { delivery: asked.toLowerCase() };
    return answerOf(client.GET('/v1/deliveries/{delivery}', { params: { path } })).catch(
      (error: unknown): never => {
        if (!(error instanceof CommandFailure && error.code === 'unknown-delivery')) throw error;
        throw new CommandFailure(error.code, `There is no delivery ${asked}.`);
      },
    );
  }
  const reference = foldReference(asked);
  const within = depot === undefined ? {} : { depot: (await findDepot(client, depot)).id };
  const query = { reference, ...within };
  const open = await answerOf(client.GET('/v1/deliveries', { params: { query } }));
  const found =
    open.deliveries.length > 0 ? open.deliveries : await findClosed(client, reference, within);
  const [one, other] = found;
  if (one === undefined) {
    const sentence = `No delivery has the reference ${asked}. Look for it with \`delivery find\`.`;
    throw new CommandFailure('unknown-reference', sentence);
  }
  if (other === undefined) return one;
  const sentence =
    one.status === 'open'
      ? `Deliveries in more than one depot have the reference ${asked}. Use --depot.`
      : `Several closed deliveries had the reference ${asked}. Name one by its id: ${listOf(found)}.`;
  throw new CommandFailure('ambiguous-reference', sentence);
};
