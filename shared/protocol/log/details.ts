import { z } from 'zod';
import { labelled } from '../codec/canonical.ts';
import { sha256Of } from '../crypto/keys.ts';
import {
  type Hash,
  hash,
  type Random16,
  random16,
  type Sequence,
  type TerminalId,
} from '../ids.ts';
import { driverNote, type Recipient, recipientPlace, type Strokes, strokes } from '../outcome.ts';

/**
 * What is personal in an entry stands beside it, and can be erased: the name or house number of a
 * neighbour, or a place; a note; a signature. The entry, which is signed and chained, has a salted
 * hash of each. Without the salt nobody can try which text a hash is of.
 */
export const DETAIL_NAMES = ['place', 'note', 'strokes'] as const;
export type DetailName = (typeof DETAIL_NAMES)[number];

const salted = <V extends z.ZodType>(value: V) => z.strictObject({ salt: random16, value });

/** The details that are there; those that are erased, or were never there, are left out. */
export const details = z
  .strictObject({
    place: salted(recipientPlace).optional(),
    note: salted(driverNote.min(1)).optional(),
    strokes: salted(strokes.min(1)).optional(),
  })
  .refine((all) => Object.keys(all).length > 0, 'left out where there are none');
export type Details = z.infer<typeof details>;

/** What an entry says of its details: a hash, or null for one that was never there. */
export const noteHashes = z.strictObject({ note: hash.nullable(), strokes: hash.nullable() });
export const placeHash = hash.nullable();
export type DetailHashes = { readonly [N in DetailName]: Hash | null };

/** Where an entry stands: a detail is of one entry alone. */
export type EntryPlace = { readonly terminal: TerminalId; readonly sequence: Sequence };

/** The hash by which an entry names one of its details. */
export const hashDetail = (
  { terminal, sequence }: EntryPlace,
  detail: DetailName,
  { salt, value }: { readonly salt: Random16; readonly value: unknown },
): Hash => sha256Of(labelled('kerbside/v1/detail', { terminal, sequence, detail, salt, value }));

/** What a driver says that is personal; null and nothing drawn, or written, where there is nothing. */
export type Plain = {
  readonly place: string | null;
  readonly note: string;
  readonly strokes: Strokes;
};

/** The name of a neighbour, or the place, of whoever took the parcels; null if it needs none. */
export const placeOf = (recipient: Recipient): string | null => {
  if (recipient.to === 'neighbour') return recipient.who;
  return recipient.to === 'safe-place' ? recipient.where : null;
};

/** Salts what is personal, for the entry that stands there; `newSalt` gives 16 random bytes each time. */
export const saltDetails = (
  at: EntryPlace,
  { place, note, strokes: drawn }: Plain,
  newSalt: () => Random16,
): { readonly hashes: DetailHashes; readonly details: Details | undefined } => {
  const made: Details = {
    ...(place === null ? {} : { place: { salt: newSalt(), value: place } }),
    ...(note === '' ? {} : { note: { salt: newSalt(), value: note } }),
    ...(drawn.length === 0 ? {} : { strokes: { salt: newSalt(), value: drawn } }),
  };
  const hashOf = (name: DetailName): Hash | null => {
    const one = made[name];
    return one === undefined ? null : hashDetail(at, name, one);
  };
  const hashes = { place: hashOf('place'), note: hashOf('note'), strokes: hashOf('strokes') };
  return { hashes, details: Object.keys(made).length === 0 ? undefined : made };
};
