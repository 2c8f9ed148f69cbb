import type { ManifestDelivery } from '../../../shared/protocol/api/terminal.ts';
import type { DeliveryId, DepotId, TerminalId } from '../../../shared/protocol/ids.ts';
import type { Instructions } from '../../../shared/protocol/instructions.ts';
import type { Transaction } from '../database/pool.ts';
import { addManifestItems } from './manifest-items.ts';

/** What stands in the database for the instructions of a stop. */
export type InstructionColumns = Omit<Instructions, 'note' | 'phone'> & {
  readonly note: string | null;
  readonly phone: Instructions['phone'] | null;
};

/**
 * SQL: the instructions of a row of `delivery`, whose `depot` is joined. The number is in them only
 * where the customer may be called and the depot gives numbers to its terminals.
 */
export const INSTRUCTIONS = `jsonb_build_object(
  'note', delivery.note,
  'phone', case when delivery.may_call and (depot.policy->>'customerNumbers')::boolean
    then coalesce(delivery.call_phone, delivery.phone) end,
  'names', (select coalesce(jsonb_agg(
      jsonb_build_object('parcel', parcel.label, 'name', parcel.name) order by parcel.label), '[]')
    from parcel where parcel.depot = delivery.depot and parcel.delivery = delivery.id
      and parcel.name is not null),
  'evidence', jsonb_build_object('signature', delivery.needs_signature,
    'everyParcel', delivery.needs_every_scan),
  'persons', delivery.persons, 'places', delivery.places)`;

/** As a manifest item has them: nothing where they say nothing. */
export const instructionsOf = ({
  note,
  phone,
  ...rest
}: InstructionColumns): Pick<ManifestDelivery, 'instructions'> => {
  const { names, evidence, persons, places } = rest;
  const says = {
    ...(note === null ? {} : { note }),
    ...(phone === null || phone === undefined ? {} : { phone }),
  };
  const saysNothing =
    Object.keys(says).length === 0 &&
    names.length === 0 &&
    !evidence.signature &&
    !evidence.everyParcel &&
    persons === null &&
    places === null;
  return saysNothing ? {} : { instructions: { ...says, ...rest } };
};

type Told = {
  readonly terminal: TerminalId;
  readonly item: ManifestDelivery;
  readonly columns: InstructionColumns;
};

/**
 * Tells the terminals that have these deliveries, or all of the depot's, what their instructions
 * are now: the same item again, with the same verifiers. Their rows are locked by the caller.
 */
export const tellInstructions = async (
  tx: Transaction,
  depot: DepotId,
  deliveries: readonly DeliveryId[] | null,
): Promise<void> => {
  const { rows } = await tx.query<Told>(
    `select distinct on (issue.terminal, issue.delivery) issue.terminal, m.item,
       ${INSTRUCTIONS} as columns
     from issue
       join delivery on delivery.depot = issue.depot and delivery.id = issue.delivery
       join depot on depot.id = issue.depot
       join manifest_item m on m.depot = issue.depot and m.terminal = issue.terminal
         and m.item->>'type' = 'delivery' and m.item->>'id' = issue.delivery::text
     where issue.depot = $1 and issue.state = 'active'
       and ($2::uuid[] is null or issue.delivery = any($2))
     order by issue.terminal, issue.delivery, m.cursor desc`,
    [depot, deliveries],
  );
  for (const terminal of new Set(rows.map((row) => row.terminal))) {
    const told = rows.filter((row) => row.terminal === terminal);
    const items = told.map(({ item: { instructions: _, ...rest }, columns }) => ({
      ...rest,
      ...instructionsOf(columns),
    }));
    await addManifestItems(tx, depot, terminal, items);
  }
};
