import { answerOf, type Schemas } from '../../client/client.ts';
import { type CentralClient, CommandFailure } from './central-client.ts';
import { findDepot, UUID } from './find.ts';

/** A reference as it is read out on the telephone. */
export const readReference = (text: string): string =>
  text.toUpperCase().replace(/[\s-]/g, '').replace(/O/g, '0').replace(/[IL]/g, '1');

/** What the command line shows of a delivery, and acts by. */
export type DeliveryView = Schemas['Delivery'];

/** A delivery by its id, whatever became of it, or the open one that has this reference. */
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
  const query = {
    reference: readReference(asked),
    ...(depot === undefined ? {} : { depot: (await findDepot(client, depot)).id }),
  };
  const found = await answerOf(client.GET('/v1/deliveries', { params: { query } }));
  const [one, other] = found.deliveries;
  if (one === undefined)
    throw new CommandFailure(
      'unknown-reference',
      `No open delivery has the reference ${asked}. Look for it with \`delivery find\`; one that is closed is named by its id.`,
    );
  if (other === undefined) return one;
  const sentence = `Deliveries in more than one depot have the reference ${asked}. Use --depot.`;
  throw new CommandFailure('ambiguous-reference', sentence);
};
