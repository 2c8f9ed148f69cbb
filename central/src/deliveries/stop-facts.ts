import { z } from 'zod';
import { telephone } from '../../../shared/protocol/depot-facts.ts';
import type { DeliveryId, DepotId } from '../../../shared/protocol/ids.ts';
import { parcelNames, persons, places, stopNote } from '../../../shared/protocol/instructions.ts';
import type { Transaction } from '../database/pool.ts';

/** What is known of a stop beside who, where and when. What is left out says nothing. */
export const stopFacts = z
  .strictObject({
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
  })
  .meta({
    id: 'Instructions',
    examples: [
      {
        note: 'Ring twice',
        mayCall: true,
        callPhone: null,
        needsSignature: true,
        needsEveryScan: false,
        persons: ['household'],
        places: null,
        names: [],
      },
    ],
  });
export type StopFacts = z.infer<typeof stopFacts>;

/** Whether facts say anything at all. */
export const sayNothing = (facts: StopFacts): boolean =>
  facts.note === null &&
  facts.mayCall &&
  facts.callPhone === null &&
  !facts.needsSignature &&
  !facts.needsEveryScan &&
  facts.persons === null &&
  facts.places === null &&
  facts.names.length === 0;

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

/** A stop with what is known of it. */
export type WithFacts = { readonly id: DeliveryId; readonly facts: StopFacts };

/**
 * Writes what is known of stops, whole, in the place of what was. Whoever creates deliveries calls it
 * in the same transaction; of a name whose parcel is not the delivery's nothing is written.
 */
export const putStopFacts = async (
  tx: Transaction,
  depot: DepotId,
  stops: readonly WithFacts[],
): Promise<void> => {
  if (stops.length === 0) return;
  const rows = stops.map(({ id, facts: { names: _, ...facts } }) => ({ id, ...facts }));
  await tx.query(
    `update delivery set note = new.note, may_call = new."mayCall", call_phone = new."callPhone",
       needs_signature = new."needsSignature", needs_every_scan = new."needsEveryScan",
       persons = new.persons, places = new.places
     from jsonb_to_recordset($2) as new (id uuid, note text, "mayCall" boolean, "callPhone" text,
       "needsSignature" boolean, "needsEveryScan" boolean, persons text[], places text[])
     where delivery.depot = $1 and delivery.id = new.id`,
    [depot, JSON.stringify(rows)],
  );
  const names = stops.flatMap(({ id, facts }) =>
    facts.names.map(({ parcel, name }) => ({ delivery: id, label: parcel, name })),
  );
  await tx.query(
    `update parcel set name = named.name
     from (select own.delivery, own.label, new.name from parcel own
         left join jsonb_to_recordset($3) as new (delivery uuid, label text, name text)
           on new.delivery = own.delivery and new.label = own.label
         where own.depot = $1 and own.delivery = any($2)) named
     where parcel.depot = $1 and parcel.delivery = named.delivery
       and parcel.label = named.label and parcel.name is distinct from named.name`,
    [depot, stops.map(({ id }) => id), JSON.stringify(names)],
  );
};
