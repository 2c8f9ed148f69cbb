import { z } from 'zod';
import { telephone } from '../../../shared/protocol/depot-facts.ts';
import type { DeliveryId, DepotId } from '../../../shared/protocol/ids.ts';
import { parcelNames, persons, places, stopNote } from '../../../shared/protocol/instructions.ts';
import type { Transaction } from '../database/pool.ts';

/** What is known of a stop beside who, where and when. What is left out says nothing. */
export const stopFacts = z.strictObject({
  note: stopNote.nullable().default(null),
  /** Whether the customer may be called, where the depot gives numbers to its terminals. */
  mayCall: z.boolean().default(true),
  /** The number for that, if it is not the one that the code is sent to. */
  callPhone: telephone.nullable().default(null),
  needsSignature: z.boolean().default(false),
  needsEveryScan: z.boolean().default(false),
  persons: persons.default(null),
  places: places.default(null),
  names: parcelNames.default([]),
});
export type StopFacts = z.infer<typeof stopFacts>;

/** What is known of a stop; null: the depot has no such delivery. */
export const readStopFacts = async (
  tx: Pick<Transaction, 'query'>,
  depot: DepotId,
  delivery: DeliveryId,
): Promise<(StopFacts & { readonly version: number }) | null> =>
  (
    await tx.query<StopFacts & { version: number }>(
      `select version, note, may_call as "mayCall", call_phone as "callPhone",
         needs_signature as "needsSignature", needs_every_scan as "needsEveryScan", persons, places,
         (select coalesce(jsonb_agg(
             jsonb_build_object('parcel', parcel.label, 'name', parcel.name) order by parcel.label), '[]')
           from parcel where parcel.depot = delivery.depot and parcel.delivery = delivery.id
             and parcel.name is not null) as names
       from delivery where depot = $1 and id = $2`,
      [depot, delivery],
    )
  ).rows[0] ?? null;

/**
 * Writes what is known of a stop, whole, in the place of what was. Whoever creates a delivery calls
 * it in the same transaction; of a name whose parcel is not the delivery's nothing is written.
 */
export const putStopFacts = async (
  tx: Transaction,
  depot: DepotId,
  delivery: DeliveryId,
  facts: StopFacts,
): Promise<void> => {
  await tx.query(
    `update delivery set note = $3, may_call = $4, call_phone = $5, needs_signature = $6,
       needs_every_scan = $7, persons = $8, places = $9 where depot = $1 and id = $2`,
    [
      depot,
      delivery,
      facts.note,
      facts.mayCall,
      facts.callPhone,
      facts.needsSignature,
      facts.needsEveryScan,
      facts.persons,
      facts.places,
    ],
  );
  await tx.query(
    `update parcel set name = (select named.name
         from unnest($3::text[], $4::text[]) as named (label, name) where named.label = parcel.label)
     where depot = $1 and delivery = $2`,
    [depot, delivery, facts.names.map(({ parcel }) => parcel), facts.names.map(({ name }) => name)],
  );
};
