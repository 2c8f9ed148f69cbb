import { type ManifestDelivery, manifestDelivery } from '../../../shared/protocol/api/terminal.ts';
import type { DeliveryId, DepotId, Instant, TerminalId } from '../../../shared/protocol/ids.ts';
import type { Transaction } from '../database/pool.ts';
import { INSTRUCTIONS, type InstructionColumns, instructionsOf } from './instructions.ts';
import { addManifestItems } from './manifest-items.ts';

type Row = Pick<
  ManifestDelivery,
  'route' | 'position' | 'customer' | 'address' | 'arrival' | 'parcels'
> & {
  readonly terminal: TerminalId;
  readonly notBefore: Instant;
  readonly notAfter: Instant;
  readonly overrideNotBefore: Instant;
  readonly overrideNotAfter: Instant;
  readonly columns: InstructionColumns;
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
  columns,
  ...now
}: Row): ManifestDelivery => {
  const { instructions: __, ...last } = manifestDelivery.parse(item);
  return {
    ...last,
    ...now,
    verifier: { ...last.verifier, notBefore, notAfter },
    override: { ...last.override, notBefore: overrideNotBefore, notAfter: overrideNotAfter },
    ...instructionsOf(columns),
  };
};

/**
 * Gives the terminals that have a code for these deliveries, or for any of the depot's, each of them
 * again, as it is now, with the same code. Their rows must be locked. A terminal replaces what it has
 * of a delivery.
 */
export const retellDeliveries = async (
  tx: Transaction,
  depot: DepotId,
  deliveries: readonly DeliveryId[] | null,
): Promise<void> => {
  const { rows } = await tx.query<Row>(
    `select i.terminal, delivery.route, delivery.position, delivery.customer, delivery.address,
       delivery.arrival, array(select label from parcel where parcel.depot = delivery.depot
         and parcel.delivery = delivery.id order by label) as parcels,
       i.not_before as "notBefore", i.not_after as "notAfter",
       i.override_not_before as "overrideNotBefore", i.override_not_after as "overrideNotAfter",
       ${INSTRUCTIONS} as columns,
       (select m.item from manifest_item m where m.depot = i.depot and m.terminal = i.terminal
         and m.delivery = delivery.id order by m.cursor desc limit 1) as item
     from issue i join delivery on delivery.depot = i.depot and delivery.id = i.delivery
       join depot on depot.id = i.depot
     where i.depot = $1 and i.state = 'active' and ($2::uuid[] is null or i.delivery = any($2))
     order by i.terminal, delivery.position`,
    [depot, deliveries],
  );
  for (const terminal of new Set(rows.map((row) => row.terminal))) {
    const items = rows.filter((row) => row.terminal === terminal).map(itemOf);
    await addManifestItems(tx, depot, terminal, items);
  }
};
