import type { ManifestDelivery } from '../../../shared/protocol/api/terminal.ts';
import type { Instructions } from '../../../shared/protocol/instructions.ts';

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
