import { z } from 'zod';
import { telephone } from './depot-facts.ts';
import { type ParcelLabel, parcelLabel } from './ids.ts';
import { writtenLine } from './outcome.ts';
import { MAX_STOP_NOTE, MAX_STOP_PLACE, MAX_STOP_PLACES, PERSONS } from './plain-values.ts';

const isUnique = (values: readonly string[]): boolean => new Set(values).size === values.length;

/** What a hand-over at a stop needs beside the code. */
export const evidence = z.strictObject({
  signature: z.boolean(),
  /** Each parcel that is handed over has to be scanned. */
  everyParcel: z.boolean(),
});

/** Who else may take what is the customer's: who always may. */
const person = z.enum(PERSONS);

/** A line for the driver, from whoever placed the order: 'Ring twice, the dog is harmless'. */
export const stopNote = writtenLine.min(1).max(MAX_STOP_NOTE);

const parcelName = z.strictObject({ parcel: parcelLabel, name: writtenLine.min(1).max(60) });

export const persons = z
  .array(person)
  .max(PERSONS.length)
  .refine(isUnique, 'nobody is named twice')
  .nullable();
export const places = z
  .array(writtenLine.min(1).max(MAX_STOP_PLACE))
  .max(MAX_STOP_PLACES)
  .refine(isUnique, 'no place is named twice')
  .nullable();
export const parcelNames = z
  .array(parcelName)
  .max(500)
  .refine((names) => isUnique(names.map(({ parcel }) => parcel)), 'a parcel has one name');
export type ParcelNames = z.infer<typeof parcelNames>;

/** What the depot says of one stop to its driver. */
export const instructions = z.strictObject({
  note: stopNote.optional(),
  /** The customer's number, only where the customer may be called and the depot gives numbers out. */
  phone: telephone.optional(),
  names: parcelNames,
  evidence,
  /** Who may take the parcels beside the customer; null: whoever the driver decides. */
  persons,
  /** Where the parcels may be left; null: where the driver decides. */
  places,
});
export type Instructions = z.infer<typeof instructions>;

/** Whether names are those of a stop's own parcels. */
export const areNamesOf = (names: ParcelNames, parcels: readonly ParcelLabel[]): boolean => {
  const own = new Set(parcels);
  return names.every(({ parcel }) => own.has(parcel));
};
