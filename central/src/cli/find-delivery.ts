import { type CentralClient, CommandFailure } from './central-client.ts';
import { findDepot, type Named, UUID } from './find.ts';

/** A reference as it is read out on the telephone. */
export const readReference = (text: string): string =>
  text.toUpperCase().replace(/[\s-]/g, '').replace(/O/g, '0').replace(/[IL]/g, '1');

/** What the command line shows of a delivery, and acts by. */
export type DeliveryView = {
  readonly id: string;
  readonly depot: string;
  readonly route: Named & { readonly day: string };
  readonly version: number;
  readonly shortId: string;
  readonly position: number;
  readonly customer: string;
  readonly address: readonly string[];
  readonly language: string | null;
  readonly arrival: number;
  readonly notBefore: number;
  readonly notAfter: number;
  readonly parcels: readonly string[];
  readonly status: string;
  readonly exception: string | null;
  readonly kept: readonly string[];
  readonly token: { readonly serial: string } | null;
  readonly issue: {
    readonly epoch: number;
    readonly terminal: string;
    readonly state: string;
    readonly sms: string;
    readonly smsDue: number | null;
    readonly smsSentAt: number | null;
  } | null;
};

/** A delivery by its id, whatever became of it, or the open one that has this reference. */
export const findDelivery = async (
  client: CentralClient,
  asked: string,
  depot?: string,
): Promise<DeliveryView> => {
  if (UUID.test(asked)) {
    return client
      .get<DeliveryView>(`/v1/deliveries/${asked.toLowerCase()}`)
      .catch((error: unknown): never => {
        if (!(error instanceof CommandFailure && error.code === 'unknown-delivery')) throw error;
        throw new CommandFailure(error.code, `There is no delivery ${asked}.`);
      });
  }
  const query = new URLSearchParams({ reference: readReference(asked) });
  if (depot !== undefined) query.set('depot', (await findDepot(client, depot)).id);
  const path = `/v1/deliveries?${query}`;
  const [one, other] = (await client.get<{ deliveries: DeliveryView[] }>(path)).deliveries;
  if (one === undefined)
    throw new CommandFailure(
      'unknown-reference',
      `No open delivery has the reference ${asked}. Look for it with \`delivery find\`; one that is closed is named by its id.`,
    );
  if (other === undefined) return one;
  const sentence = `Deliveries in more than one depot have the reference ${asked}. Use --depot.`;
  throw new CommandFailure('ambiguous-reference', sentence);
};
