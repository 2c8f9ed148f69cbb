import { z } from 'zod';
import {
  deliveryId,
  depotId,
  driverId,
  epoch,
  hash,
  instant,
  parcelLabel,
  publicKey,
  sequence,
  signature,
  terminalId,
} from '../ids.ts';
import { exceptionNote, exceptionOutcome } from '../outcome.ts';
import { trustedTime } from '../time/trusted-time.ts';
import { purpose, refusal } from '../verdict.ts';

/**
 * What an entry says. No code, key, name, address or telephone number ever stands in one, except
 * for what the driver writes in a note.
 */
export const entryContent = z.discriminatedUnion('kind', [
  /** The first entry: whose terminal this is, and the root key that it trusts from now on. */
  z.strictObject({
    kind: z.literal('enrolled'),
    depot: depotId,
    signingKey: publicKey,
    agreementKey: publicKey,
    root: publicKey,
  }),
  /** Central's signed time was taken over; the wall clock's reading stands beside it. */
  z.strictObject({ kind: z.literal('clock'), central: instant, wall: instant }),
  /** The wall clock lies further from trusted time than the depot tolerates. */
  z.strictObject({ kind: z.literal('clock-fault'), wall: instant }),
  /** Pages of the manifest were applied, up to a cursor. */
  z.strictObject({ kind: z.literal('pulled'), cursor: z.int().min(0), items: z.int().min(0) }),
  /** A scan or a typed code that was refused. `delivery` is null if none was named or open. */
  z.strictObject({
    kind: z.literal('attempt'),
    delivery: deliveryId.nullable(),
    epoch: epoch.nullable(),
    refusal,
    /** Wrong codes counted for the delivery so far. */
    counted: z.int().min(0),
  }),
  /**
   * An accepted delivery, by the customer's code or, marked as such for ever, by the dispatcher's
   * override. `presence` is that code's own signature over the presence statement.
   */
  z.strictObject({
    kind: z.literal('hand-over'),
    scheme: z.literal('sealed'),
    purpose,
    delivery: deliveryId,
    epoch,
    parcels: z.array(parcelLabel).max(500),
    presence: signature,
  }),
  /** A stop that ended without a code. What the driver says, and no proof of anything. */
  z.strictObject({
    kind: z.literal('exception'),
    delivery: deliveryId,
    epoch,
    outcome: exceptionOutcome,
    note: exceptionNote,
  }),
]);
export type EntryContent = z.infer<typeof entryContent>;
export type HandOverContent = Extract<EntryContent, { kind: 'hand-over' }>;

/** One entry of a terminal's log, without its signature. */
export const entry = z.strictObject({
  version: z.literal(1),
  terminal: terminalId,
  sequence: sequence.refine((n) => n >= 1, 'entries count from 1'),
  /** The hash of the entry before, or null for the first. */
  previous: hash.nullable(),
  time: trustedTime,
  driver: driverId.nullable(),
  content: entryContent,
});
export type Entry = z.infer<typeof entry>;

/** An entry with the terminal's Ed25519 signature over its canonical form. */
export const signedEntry = z.strictObject({ entry, signature });
export type SignedEntry = z.infer<typeof signedEntry>;
