import { type ManifestDelivery, manifestDelivery } from '../../../shared/protocol/api/terminal.ts';
import type { DeliveryId, DepotId, Instant, TerminalId } from '../../../shared/protocol/ids.ts';
import type { Transaction } from '../database/pool.ts';
import { addManifestItem } from './manifest-items.ts';

type Row = Pick<
  ManifestDelivery,
  'route' | 'position' | 'customer' | 'address' | 'arrival' | 'parcels'
> & {
  readonly terminal: TerminalId;
  readonly notBefore: Instant;
  readonly notAfter: Instant;
  readonly overrideNotBefore: Instant;
  readonly overrideNotAfter: Instant;
  /** The delivery as the terminal was last given it, with what its code is checked against. */
  readonly item: unknown;
};

const itemOf = ({
  terminal: _,
  item,
  notBefore,
  notAfter,
  overrideNotBefore,
  overrideNotAfter,
  ...now
}: Row): ManifestDelivery => {
  const last = manifestDelivery.parse(item);
  return {
    ...last,
    ...now,
    verifier: { ...last.verifier, notBefore, notAfter },
    override: { ...last.override, notBefore: overrideNotBefore, notAfter: overrideNotAfter },
  };
};

/**
 * Gives the terminals that have a code for these deliveries each of them again, as it is now, with
 * the same code. Their rows must be locked. A terminal replaces what it has of a delivery.
 */
export const retellDeliveries = async (
  tx: Transaction,
  depot: DepotId,
  deliveries: readonly DeliveryId[],
): Promise<void> => {
  const { rows } = await tx.query<Row>(
    `select i.terminal, d.route, d.position, d.customer, d.address, d.arrival,
       array(select label from parcel where parcel.depot = d.depot and parcel.delivery = d.id
         order by label) as parcels,
       i.not_before as "notBefore", i.not_after as "notAfter",
       i.override_not_before as "overrideNotBefore", i.override_not_after as "overrideNotAfter",
       (select m.item from manifest_item m where m.depot = i.depot and m.terminal = i.terminal
         and m.item->>'type' = 'delivery' and m.item->>'id' = d.id::text
         order by m.cursor desc limit 1) as item
     from issue i join delivery d on d.depot = i.depot and d.id = i.delivery
     where i.depot = $1 and i.delivery = any($2) and i.state = 'active'
     order by i.terminal, d.position`,
    [depot, deliveries],
  );
  for (const row of rows) await addManifestItem(tx, depot, row.terminal, itemOf(row));
};
