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
  random16,
  sequence,
  signature,
  staffId,
  terminalId,
  tokenId,
} from '../ids.ts';
import { evidence } from '../instructions.ts';
import { driverNote, exceptionOutcome, particulars, strokes } from '../outcome.ts';
import { movingFactor } from '../schemes/oath/outcome.ts';
import { trustedTime } from '../time/trusted-time.ts';
import { purpose, refusal } from '../verdict.ts';

/**
 * By what a hand-over was opened. The presence key of a code or a pass signs the presence statement,
 * which proves that it was there. A token's code proves it to nobody but the terminal.
 */
const handOverProof = z.discriminatedUnion('scheme', [
  z.strictObject({ scheme: z.literal('sealed'), presence: signature }),
  /** `once` names the pass, and tells nothing of what stands in it. */
  z.strictObject({ scheme: z.literal('pass'), once: random16, presence: signature }),
  /** `factor`: the counter or, for TOTP, the time step whose code it was; null if there is none. */
  z.strictObject({
    scheme: z.literal('oath'),
    token: tokenId,
    factor: movingFactor.nullable(),
  }),
]);

/**
 * An accepted delivery, by what the customer had or, marked as such for ever, by the dispatcher's
 * override. `parcels` are the labels that were scanned, without those that the driver kept.
 */
const handOver = z
  .strictObject({
    kind: z.literal('hand-over'),
    purpose,
    delivery: deliveryId,
    epoch,
    parcels: z.array(parcelLabel).max(500),
    ...particulars.shape,
    /**
     * What the stop needed beside the code, and which parcels were handed over without a scan;
     * absent where it needed nothing.
     */
    evidence: z
      .strictObject({ ...evidence.shape, unscanned: z.array(parcelLabel).max(500) })
      .optional(),
    proof: handOverProof,
  })
  .refine(
    ({ purpose: whose, proof }) => whose === 'hand-over' || proof.scheme === 'sealed',
    'an override is always a sealed code',
  )
  .refine(
    ({ parcels, kept }) => !kept.some((label) => parcels.includes(label)),
    'a parcel cannot be both handed over and kept',
  )
  .refine(
    ({ parcels, kept, evidence: needed }) =>
      !needed?.unscanned.some((label) => parcels.includes(label) || kept.includes(label)),
    'a parcel that was scanned or kept was not handed over without a scan',
  );

/** By what someone signs in. */
const credential = z.enum(['badge', 'pin']);

/**
 * Why a terminal accepts nothing any more, for good. `revoked`: central has signed that it was, and
 * since when. `log-refused`: central has signed that at this number its log of this terminal has
 * another entry than the terminal's own.
 */
export const stoppedWhy = z.discriminatedUnion('reason', [
  z.strictObject({ reason: z.literal('revoked'), since: instant }),
  z.strictObject({
    reason: z.literal('log-refused'),
    acknowledged: sequence.refine((n) => n >= 1, 'entries count from 1'),
    hash,
  }),
]);
export type StoppedWhy = z.infer<typeof stoppedWhy>;

/**
 * What an entry says. No code, key, name, address or telephone number ever stands in one, except
 * for what the driver writes or has drawn: a note, who or where a recipient is, a signature.
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
  /** A page of the manifest was applied, up to a cursor. `manifest`: what the store then holds. */
  z.strictObject({
    kind: z.literal('pulled'),
    cursor: z.int().min(0),
    items: z.int().min(0),
    manifest: hash,
  }),
  /** A scan or a typed code that was refused. `delivery` is null if none was named or open. */
  z.strictObject({
    kind: z.literal('attempt'),
    delivery: deliveryId.nullable(),
    epoch: epoch.nullable(),
    refusal,
    /** Wrong codes counted for the delivery so far. */
    counted: z.int().min(0),
  }),
  handOver,
  /** A stop that ended without a code. What the driver says, and no proof of anything. */
  z.strictObject({
    kind: z.literal('exception'),
    delivery: deliveryId,
    epoch,
    outcome: exceptionOutcome,
    note: driverNote,
    strokes,
  }),
  /** The last entry of all: once central has it, the terminal deletes its keys and its store. */
  z.strictObject({ kind: z.literal('wiped'), by: staffId.nullable() }),
  /** From here on the terminal accepts nothing; what it has is still handed in. */
  z.strictObject({ kind: z.literal('stopped'), why: stoppedWhy }),
  /** The driver takes an exception back that was recorded by mistake: the entry that has this number. */
  z.strictObject({
    kind: z.literal('exception-undone'),
    delivery: deliveryId,
    undoes: sequence.refine((n) => n >= 1, 'entries count from 1'),
  }),
  /** From here on this person drives. Of badge and PIN there is nothing in an entry. */
  z.strictObject({ kind: z.literal('signed-in'), staff: staffId, by: credential }),
  z.strictObject({
    kind: z.literal('signed-out'),
    staff: staffId,
    /** By their own touch, at a docking, or because the depot removed them. */
    why: z.enum(['driver', 'dock', 'removed']),
  }),
  /** `staff` is null if nobody of the roster was named. */
  z.strictObject({
    kind: z.literal('sign-in-refused'),
    staff: staffId.nullable(),
    by: credential,
    reason: z.enum(['unknown', 'removed', 'not-a-driver', 'wrong-pin', 'locked']),
    /** Wrong PINs in a row, counted for this person. */
    counted: z.int().min(0),
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
