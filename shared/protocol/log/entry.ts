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
import {
  driverNote,
  exceptionOutcome,
  type Particulars,
  particulars,
  recipientKind,
  strokes,
} from '../outcome.ts';
import { movingFactor } from '../schemes/oath/outcome.ts';
import { trustedTime } from '../time/trusted-time.ts';
import { purpose, refusal } from '../verdict.ts';
import { DETAIL_NAMES, type DetailHashes, details, noteHashes, placeHash } from './details.ts';

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

/** What every version of a hand-over has. `parcels`: what was scanned, without what was kept. */
const handOverMembers = {
  kind: z.literal('hand-over'),
  purpose,
  delivery: deliveryId,
  epoch,
  parcels: z.array(parcelLabel).max(500),
  /**
   * What the stop needed beside the code, and which parcels were handed over without a scan;
   * absent where it needed nothing.
   */
  evidence: z
    .strictObject({ ...evidence.shape, unscanned: z.array(parcelLabel).max(500) })
    .optional(),
  proof: handOverProof,
};
type HandOverMembers = z.infer<z.ZodObject<typeof handOverMembers>> & Pick<Particulars, 'kept'>;

/** An override is always a sealed code. */
const isOfItsScheme = ({ purpose: whose, proof }: HandOverMembers): boolean =>
  whose === 'hand-over' || proof.scheme === 'sealed';

/** No parcel is two of: handed over with a scan, handed over without one, kept. */
const hasEachParcelOnce = ({ parcels, kept, evidence: needed }: HandOverMembers): boolean =>
  !kept.some((label) => parcels.includes(label)) &&
  !needed?.unscanned.some((label) => parcels.includes(label) || kept.includes(label));

/**
 * An accepted delivery, by what the customer had or, marked as such for ever, by the dispatcher's
 * override. What is personal in it stands in the entry itself, and cannot be erased.
 */
const handOver = z
  .strictObject({ ...handOverMembers, ...particulars.shape })
  .refine(isOfItsScheme, 'an override is always a sealed code')
  .refine(hasEachParcelOnce, 'a parcel is handed over, or not scanned, or kept');

/** The same in version 2: what is personal stands beside it. */
const handOverBeside = z
  .strictObject({
    ...handOverMembers,
    recipient: z.strictObject({ to: recipientKind }),
    kept: particulars.shape.kept,
    details: z.strictObject({ place: placeHash, ...noteHashes.shape }),
  })
  .refine(isOfItsScheme, 'an override is always a sealed code')
  .refine(hasEachParcelOnce, 'a parcel is handed over, or not scanned, or kept')
  .refine(
    ({ recipient: { to }, details: { place } }) =>
      (to === 'neighbour' || to === 'safe-place') === (place !== null),
    'a neighbour and a place are named, and nobody else',
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

/** A stop that ended without a code. What the driver says, and no proof of anything. */
const exceptionMembers = {
  kind: z.literal('exception'),
  delivery: deliveryId,
  epoch,
  outcome: exceptionOutcome,
};

/**
 * What an entry says, in version 1. No code, key, name, address or telephone number ever stands in one, except
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
  z.strictObject({ ...exceptionMembers, note: driverNote, strokes }),
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

/** The kinds that version 2 has: those whose personal details stand beside the entry. */
export const contentBeside = z.discriminatedUnion('kind', [
  handOverBeside,
  z.strictObject({ ...exceptionMembers, details: noteHashes }),
]);
/** What an entry says, with what is personal in it: as version 1 has it. */
export type PlainContent = z.infer<typeof entryContent>;
export type EntryContent = PlainContent | z.infer<typeof contentBeside>;
export type HandOverContent = Extract<EntryContent, { kind: 'hand-over' }>;

const entryMembers = {
  terminal: terminalId,
  sequence: sequence.refine((n) => n >= 1, 'entries count from 1'),
  /** The hash of the entry before, or null for the first. */
  previous: hash.nullable(),
  time: trustedTime,
  driver: driverId.nullable(),
};

/** One entry of a terminal's log, without its signature and what stands beside it. */
export const entry = z.discriminatedUnion('version', [
  z.strictObject({ version: z.literal(1), ...entryMembers, content: entryContent }),
  z.strictObject({ version: z.literal(2), ...entryMembers, content: contentBeside }),
]);
export type Entry = z.infer<typeof entry>;

/** The newest version of an entry that is read here, and written where central reads it. */
export const NEWEST_ENTRY = 2;

const NO_HASHES: DetailHashes = { place: null, note: null, strokes: null };

/** What an entry says of what stands beside it; in version 1 nothing does. */
export const detailHashes = ({ content }: Pick<Entry, 'content'>): DetailHashes =>
  'details' in content ? { ...NO_HASHES, ...content.details } : NO_HASHES;

/**
 * An entry with the terminal's Ed25519 signature over its canonical form, and beside it what is
 * personal in it and was not erased. That is not signed: it is what the entry's hashes are of.
 */
export const signedEntry = z
  .strictObject({ entry, signature, details: details.optional() })
  .refine(({ entry: signed, details: beside = {} }) => {
    const hashes = detailHashes(signed);
    return DETAIL_NAMES.every((name) => beside[name] === undefined || hashes[name] !== null);
  }, 'a detail that the entry does not name');
export type SignedEntry = z.infer<typeof signedEntry>;
