import { rootsBefore } from '../api/roots.ts';
import { keyList, openDocument } from '../api/signed.ts';
import { type Receipt, receipt } from '../api/terminal.ts';
import type { VerifySignature } from '../crypto/keys.ts';
import type { DeliveryId, Epoch, Hash, Instant, PublicKey, Sequence } from '../ids.ts';
import { checkEntry, EMPTY_LOG, hashEntry, type LogPosition } from '../log/chain.ts';
import type { DetailName } from '../log/details.ts';
import type { SignedEntry } from '../log/entry.ts';
import { detailStates, detailsThat } from '../log/read-details.ts';
import type { Purpose } from '../verdict.ts';
import { type AuditFile, nameOf, nameOfProof } from './audit-file.ts';
import { judgeHandOver, type NotProved, type Remark } from './judge-hand-over.ts';

/** A hand-over that the log claims. */
type ClaimedHandOver = {
  readonly sequence: Sequence;
  readonly delivery: DeliveryId;
  readonly epoch: Epoch;
  readonly purpose: Purpose;
};

export type Proved = ClaimedHandOver & { readonly remarks: readonly Remark[] };

/** `second-hand-over`: the delivery was handed over before. */
export type Unproved = ClaimedHandOver & { readonly reason: NotProved | 'second-hand-over' };

/**
 * `fork`: two different entries with one number, both signed by the terminal. `gap`: the entries
 * before this one are missing. `out-of-order`: it stands after a later one, or twice. `after-wiped`:
 * the terminal had wiped itself before. `other-root`: it was enrolled with another root key than
 * that of the receipt, and no earlier one that leads to it. `short`: the log ends before the entry that central acknowledged.
 * `other-head`: what stands in that entry's place is another one. `bad-receipt`, with number 0:
 * that receipt is not central's, or not for this terminal. `altered-detail`: what stands beside it
 * is not what its hash is of.
 */
export type LogFault =
  | 'other-terminal'
  | 'bad-signature'
  | 'broken-chain'
  | 'gap'
  | 'out-of-order'
  | 'fork'
  | 'after-wiped'
  | 'other-root'
  | 'altered-detail'
  | 'short'
  | 'other-head'
  | 'bad-receipt';

export type AuditReport = {
  readonly entries: number;
  /** Up to which number central acknowledged the log; null if it is not known. */
  readonly acknowledged: Sequence | null;
  readonly proved: readonly Proved[];
  readonly unproved: readonly Unproved[];
  readonly faults: readonly { readonly sequence: Sequence; readonly fault: LogFault }[];
  /** Where details were that do not stand beside their entry any more. Nothing proved rests on one. */
  readonly erased: readonly {
    readonly sequence: Sequence;
    readonly details: readonly DetailName[];
  }[];
};

/** The hashes of the entries that the terminal signed under each number. */
type Seen = Map<Sequence, Set<Hash>>;

const isForeign = (fault: LogFault | null): boolean =>
  fault === 'other-terminal' || fault === 'bad-signature';

/** What is wrong with an entry's place, seen from where the log stands. */
const findFault = (
  file: AuditFile,
  head: LogPosition,
  seen: Seen,
  signed: SignedEntry,
  verify: VerifySignature,
): LogFault | null => {
  const fault = checkEntry(head, signed, file.terminal, file.signingKey, verify);
  if (isForeign(fault)) return fault;
  const { sequence: number } = signed.entry;
  if (number > head.sequence) return fault;
  const others = seen.get(number);
  return others === undefined || others.has(hashEntry(signed.entry)) ? 'out-of-order' : 'fork';
};

/** What the receipt says, if it is central's and for this terminal. */
const openReceipt = (
  { terminal, acknowledged }: AuditFile,
  verify: VerifySignature,
): Receipt | null => {
  if (acknowledged === undefined) return null;
  const { root, keys, receipt: signed } = acknowledged;
  const list = openDocument('keys', keyList, keys, root, verify);
  if (!list.ok || rootsBefore(acknowledged, verify) === null) return null;
  // A receipt has no time: a key that was central's when it was signed need not be any more.
  const key = list.value.keys.find(
    ({ id, purpose }) => id === signed.keyId && purpose === 'receipt',
  );
  if (key === undefined) return null;
  const opened = openDocument('receipt', receipt, signed, key.publicKey, verify);
  return opened.ok && opened.value.terminal === terminal ? opened.value : null;
};

const checkEnd = (end: Receipt, head: LogPosition, seen: Seen): LogFault | null => {
  if (end.hash === null || seen.get(end.acknowledged)?.has(end.hash)) return null;
  return head.sequence < end.acknowledged ? 'short' : 'other-head';
};

/** An entry as it stands in the file, with what is known from those before it. */
type Placed = {
  readonly signed: SignedEntry;
  readonly hash: Hash;
  readonly isSigned: boolean;
  readonly faults: readonly LogFault[];
  /** Of an entry that the terminal signed: which of its details are gone. */
  readonly erased: readonly DetailName[];
  /** The newest time of central's that an entry before it says. */
  readonly notBefore: Instant | null;
  readonly isAfterWiped: boolean;
};

type Walked = {
  readonly placed: readonly Placed[];
  readonly head: LogPosition;
  readonly seen: Seen;
};

/** The root keys that the terminal can have been enrolled with; null if the file names none. */
const rootsOf = (
  { acknowledged }: AuditFile,
  verify: VerifySignature,
): readonly PublicKey[] | null =>
  acknowledged === undefined
    ? null
    : [acknowledged.root, ...(rootsBefore(acknowledged, verify) ?? [])];

/** Follows the chain through the file. */
const walk = (file: AuditFile, verify: VerifySignature): Walked => {
  const roots = rootsOf(file, verify);
  const seen: Seen = new Map();
  let head: LogPosition = EMPTY_LOG;
  let notBefore: Instant | null = null;
  /** The number of the entry by which the terminal wiped itself. */
  let wiped: Sequence | null = null;
  const placed: Placed[] = [];
  for (const signed of file.entries) {
    const { content, sequence: number } = signed.entry;
    const fault = findFault(file, head, seen, signed, verify);
    const faults: LogFault[] = fault === null ? [] : [fault];
    const isSigned = !isForeign(fault);
    const hash = hashEntry(signed.entry);
    const isAfterWiped: boolean = isSigned && wiped !== null && number > wiped;
    if (isAfterWiped) faults.push('after-wiped');
    if (isSigned && content.kind === 'enrolled' && roots?.includes(content.root) === false) {
      faults.push('other-root');
    }
    const states = isSigned ? detailStates(signed) : null;
    if (states !== null && detailsThat(states, 'altered').length > 0) faults.push('altered-detail');
    const erased = states === null ? [] : detailsThat(states, 'erased');
    placed.push({ signed, hash, isSigned, faults, erased, notBefore, isAfterWiped });
    if (isSigned) {
      seen.set(number, (seen.get(number) ?? new Set()).add(hash));
      if (content.kind === 'wiped') wiped ??= number;
      if (content.kind === 'clock' && content.central > (notBefore ?? 0)) {
        notBefore = content.central;
      }
    }
    // A bad entry in its right place is still the one that the next must follow.
    const isNext = number === head.sequence + 1 && fault === 'bad-signature';
    if (isNext || (number > head.sequence && isSigned)) head = { sequence: number, hash };
  }
  return { placed, head, seen };
};

/** Judges the hand-overs in the order of the file: the first of a delivery that is proved counts. */
const judgeAll = (file: AuditFile, placed: readonly Placed[], verify: VerifySignature) => {
  const grounds = new Map(file.verifiers.map((one) => [nameOf(one), one]));
  const proved: Proved[] = [];
  const unproved: Unproved[] = [];
  /** By what entry each delivery was handed over. */
  const done = new Map<DeliveryId, Hash>();
  for (const { signed, hash, isSigned, notBefore, isAfterWiped } of placed) {
    const { content, sequence } = signed.entry;
    if (content.kind !== 'hand-over') continue;
    const { delivery, epoch, purpose } = content;
    const claim = { sequence, delivery, epoch, purpose };
    const name = nameOfProof(content);
    const ground = name === null ? null : (grounds.get(name) ?? null);
    const { revokedAt } = file;
    const known = { isSigned, ground, notBefore, notAfter: null, revokedAt, isAfterWiped };
    const { reason, remarks } = judgeHandOver(signed.entry, content, known, verify);
    const before = done.get(delivery);
    if (reason !== null) unproved.push({ ...claim, reason });
    else if (before === undefined) {
      done.set(delivery, hash);
      proved.push({ ...claim, remarks });
      // The very same entry once more is a fault of the file, not a second hand-over.
    } else if (before !== hash) unproved.push({ ...claim, reason: 'second-hand-over' });
  }
  return { proved, unproved };
};

/**
 * Checks a log with public keys alone: which hand-overs are proved by the customer's code or an
 * override, which are not and why, and where the log is not the unbroken one that the terminal
 * signed. Whose the keys are, the reader must know from elsewhere.
 */
export const auditLog = (file: AuditFile, verify: VerifySignature): AuditReport => {
  const { placed, head, seen } = walk(file, verify);
  const faults = placed.flatMap(({ signed, faults: all }) =>
    all.map((fault) => ({ sequence: signed.entry.sequence, fault })),
  );
  const end = openReceipt(file, verify);
  const atEnd = end === null ? null : checkEnd(end, head, seen);
  if (end !== null && atEnd !== null) faults.push({ sequence: end.acknowledged, fault: atEnd });
  if (end === null && file.acknowledged !== undefined) {
    faults.push({ sequence: EMPTY_LOG.sequence, fault: 'bad-receipt' });
  }
  return {
    entries: file.entries.length,
    acknowledged: end?.acknowledged ?? null,
    ...judgeAll(file, placed, verify),
    faults,
    erased: placed.flatMap(({ signed, erased }) =>
      erased.length === 0 ? [] : [{ sequence: signed.entry.sequence, details: erased }],
    ),
  };
};
