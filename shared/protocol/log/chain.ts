import { labelled } from '../codec/canonical.ts';
import { type Signer, sha256Of, type VerifySignature } from '../crypto/keys.ts';
import type { DriverId, Hash, PublicKey, Sequence, Signature, TerminalId } from '../ids.ts';
import type { TrustedTime } from '../time/trusted-time.ts';
import type { Details } from './details.ts';
import type { Entry, EntryContent, HandOverContent, SignedEntry } from './entry.ts';

/** Where a log ends: the number and the hash of its newest entry. */
export type LogHead = { readonly sequence: Sequence; readonly hash: Hash };

/** The head of a log without entries. */
export const EMPTY_LOG = { sequence: 0 as Sequence, hash: null } as const;
export type LogPosition = LogHead | typeof EMPTY_LOG;

/** What is signed and hashed of an entry. */
export const entryBytes = (entry: Entry): Uint8Array => labelled('kerbside/v1/entry', entry);

/** The hash by which the next entry and the anchor name this one. */
export const hashEntry = (entry: Entry): Hash => sha256Of(entryBytes(entry));

/** What all entries made at one moment have in common. */
export type EntryContext = {
  readonly terminal: TerminalId;
  readonly driver: DriverId | null;
  readonly time: TrustedTime;
};

/**
 * The entry that follows `after`, not signed yet: its head can be on its way to the keychain while
 * it is. `details` are what stands beside it.
 */
export const draftEntry = (
  after: LogPosition,
  context: EntryContext,
  content: EntryContent,
  details?: Details,
): { readonly head: LogHead; readonly sign: (signer: Signer) => SignedEntry } => {
  const members = {
    terminal: context.terminal,
    sequence: (after.sequence + 1) as Sequence,
    previous: after.hash,
    time: context.time,
    driver: context.driver,
  };
  const entry: Entry =
    'details' in content
      ? { version: 2, ...members, content }
      : { version: 1, ...members, content };
  const beside = details === undefined ? {} : { details };
  const bytes = entryBytes(entry);
  return {
    head: { sequence: entry.sequence, hash: sha256Of(bytes) },
    sign: (signer) => ({ entry, signature: signer.sign(bytes), ...beside }),
  };
};

/** Makes the entry that follows `after`, signed with the terminal's key. */
export const makeEntry = (
  after: LogPosition,
  context: EntryContext,
  content: EntryContent,
  signer: Signer,
  details?: Details,
): { readonly signed: SignedEntry; readonly head: LogHead } => {
  const { head, sign } = draftEntry(after, context, content, details);
  return { signed: sign(signer), head };
};

/** What is wrong with an entry, seen from the one before it. */
export type ChainFault = 'other-terminal' | 'gap' | 'broken-chain' | 'bad-signature';

/**
 * Checks that an entry is the terminal's own and follows `after`; null if so. `bytes` are the
 * entry's, where the caller has them already.
 */
export const checkEntry = (
  after: LogPosition,
  { entry, signature }: SignedEntry,
  terminal: TerminalId,
  signingKey: PublicKey,
  verify: VerifySignature,
  bytes: Uint8Array = entryBytes(entry),
): ChainFault | null => {
  if (entry.terminal !== terminal) return 'other-terminal';
  if (!verify(signingKey, bytes, signature)) return 'bad-signature';
  if (entry.sequence !== after.sequence + 1) return 'gap';
  return entry.previous === after.hash ? null : 'broken-chain';
};

/** What a hand-over claims before it is proved. */
type Claim = Pick<HandOverContent, 'delivery' | 'epoch' | 'purpose'>;

/**
 * What the presence key of a code signs: this delivery, here, now, in this place of this log. A
 * label for each purpose: what the dispatcher's code signed is never the customer's.
 */
const presenceStatement = (
  context: EntryContext,
  after: LogPosition,
  handOver: Claim,
): Uint8Array =>
  labelled(`kerbside/v1/${handOver.purpose}`, {
    delivery: handOver.delivery,
    epoch: handOver.epoch,
    terminal: context.terminal,
    driver: context.driver,
    time: context.time.at,
    sequence: after.sequence + 1,
    previous: after.hash,
  });

/** Signs a hand-over with the presence key that the customer's code gave. */
export const signPresence = (
  presence: Signer,
  context: EntryContext,
  after: LogPosition,
  handOver: Claim,
): Signature => presence.sign(presenceStatement(context, after, handOver));

/**
 * Whether a hand-over entry proves that the code or the pass of this presence key was there. One by
 * a token's code never does: whoever can check such a code can make one.
 */
export const provesPresence = (
  entry: Entry,
  handOver: HandOverContent,
  presenceKey: PublicKey,
  verify: VerifySignature,
): boolean => {
  const { proof } = handOver;
  if (proof.scheme === 'oath') return false;
  const after = { sequence: entry.sequence - 1, hash: entry.previous } as LogPosition;
  return verify(presenceKey, presenceStatement(entry, after, handOver), proof.presence);
};
