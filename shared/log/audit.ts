import { z } from 'zod';
import type { VerifySignature } from '../crypto/keys.ts';
import {
  type DeliveryId,
  deliveryId,
  type Epoch,
  epoch,
  type Hash,
  hash,
  type PublicKey,
  publicKey,
  type Sequence,
  sequence,
  terminalId,
} from '../ids.ts';
import { err, ok, type Result } from '../result.ts';
import { type Purpose, purpose } from '../verdict.ts';
import { checkEntry, EMPTY_LOG, hashEntry, type LogPosition, provesPresence } from './chain.ts';
import { entryContent, type HandOverContent, type SignedEntry, signedEntry } from './entry.ts';

const verifier = z.strictObject({ delivery: deliveryId, epoch, purpose, presenceKey: publicKey });

type CodeName = { readonly delivery: string; readonly epoch: number; readonly purpose: Purpose };
const nameOf = ({ delivery, epoch: issue, purpose: whose }: CodeName): string =>
  `${whose}/${delivery}/${issue}`;

/**
 * A terminal's log with all that is needed to check it, and nothing secret: the terminal's public
 * key, the public keys of the codes that it was given, and, if known, the newest entry that
 * central acknowledged. Entries stand in the order of the log, from its first one on; one that
 * forks from it stands beside the one whose number it has.
 */
export const auditFile = z.strictObject({
  version: z.literal(1),
  terminal: terminalId,
  signingKey: publicKey,
  entries: z.array(signedEntry),
  verifiers: z
    .array(verifier)
    .refine((all) => new Set(all.map(nameOf)).size === all.length, 'a code has two public keys'),
  acknowledged: z.strictObject({ sequence, hash: hash.nullable() }).optional(),
});
export type AuditFile = z.infer<typeof auditFile>;

/** Why a file is not looked at any further. An unknown kind is never skipped: it could matter. */
export type AuditProblem = {
  readonly code: 'unknown-version' | 'unknown-entry-version' | 'unknown-entry-kind' | 'malformed';
  /** Where in the file. */
  readonly where: string;
};

const anything = z.object({ version: z.unknown().optional(), entries: z.unknown().optional() });
const anyEntry = z.object({
  entry: z.object({
    version: z.unknown().optional(),
    content: z.object({ kind: z.unknown().optional() }),
  }),
});

const KINDS: ReadonlySet<unknown> = new Set(
  entryContent.options.map((option) => option.shape.kind.value),
);

/** What a later version of the log may have that this one does not know. */
const findUnknown = (entries: readonly unknown[]): AuditProblem | null => {
  for (const [index, one] of entries.entries()) {
    const seen = anyEntry.safeParse(one);
    if (!seen.success) continue;
    const { version, content } = seen.data.entry;
    const where = `entries.${index}`;
    if (version !== 1) return { code: 'unknown-entry-version', where };
    if (!KINDS.has(content.kind)) return { code: 'unknown-entry-kind', where };
  }
  return null;
};

/** Reads a file's content, parsed from JSON, or says why it cannot be relied on. */
export const readAuditFile = (value: unknown): Result<AuditFile, AuditProblem> => {
  const seen = anything.safeParse(value);
  if (!seen.success) return err({ code: 'malformed', where: '' });
  if (seen.data.version !== 1) return err({ code: 'unknown-version', where: 'version' });
  const { entries } = seen.data;
  const unknown = Array.isArray(entries) ? findUnknown(entries) : null;
  if (unknown !== null) return err(unknown);
  const parsed = auditFile.safeParse(value);
  if (parsed.success) return ok(parsed.data);
  return err({
    code: 'malformed',
    where: parsed.error.issues[0]?.path.map(String).join('.') ?? '',
  });
};

/** A hand-over that the log claims. */
type ClaimedHandOver = {
  readonly sequence: Sequence;
  readonly delivery: DeliveryId;
  readonly epoch: Epoch;
  readonly purpose: Purpose;
};

/**
 * `not-signed`: the entry is not the terminal's. `by-token`: a token's code, which proves nothing to
 * anyone but the terminal. `no-verifier`: the file has no public key for this code or pass.
 * `no-presence`: its own signature is wrong. `second-hand-over`: the delivery was handed over before.
 */
export type Unproved = ClaimedHandOver & {
  readonly reason: 'not-signed' | 'by-token' | 'no-verifier' | 'no-presence' | 'second-hand-over';
};

/**
 * `fork`: two different entries with one number, both signed by the terminal. `gap`: the entries
 * before this one are missing. `out-of-order`: it stands after a later one, or twice. `short`: the
 * log ends before the entry that central acknowledged. `other-head`: what stands in that entry's
 * place is another one.
 */
export type LogFault =
  | 'other-terminal'
  | 'bad-signature'
  | 'broken-chain'
  | 'gap'
  | 'out-of-order'
  | 'fork'
  | 'short'
  | 'other-head';

export type AuditReport = {
  readonly entries: number;
  readonly proved: readonly ClaimedHandOver[];
  readonly unproved: readonly Unproved[];
  readonly faults: readonly { readonly sequence: Sequence; readonly fault: LogFault }[];
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

const judge = (
  signed: SignedEntry,
  handOver: HandOverContent,
  isSigned: boolean,
  presenceKey: PublicKey | undefined,
  verify: VerifySignature,
): Unproved['reason'] | null => {
  if (!isSigned) return 'not-signed';
  if (handOver.proof.scheme === 'oath') return 'by-token';
  if (presenceKey === undefined) return 'no-verifier';
  return provesPresence(signed.entry, handOver, presenceKey, verify) ? null : 'no-presence';
};

const checkEnd = ({ acknowledged }: AuditFile, head: LogPosition, seen: Seen): LogFault | null => {
  if (acknowledged === undefined || acknowledged.hash === null) return null;
  if (seen.get(acknowledged.sequence)?.has(acknowledged.hash)) return null;
  return head.sequence < acknowledged.sequence ? 'short' : 'other-head';
};

/**
 * Checks a log with public keys alone: which hand-overs are proved by the customer's code or an
 * override, which are not and why, and where the log is not the unbroken one that the terminal
 * signed. Whose the keys are, the reader must know from elsewhere.
 */
export const auditLog = (file: AuditFile, verify: VerifySignature): AuditReport => {
  const keys = new Map(file.verifiers.map((one) => [nameOf(one), one.presenceKey]));
  const proved: ClaimedHandOver[] = [];
  const unproved: Unproved[] = [];
  const faults: AuditReport['faults'][number][] = [];
  const seen: Seen = new Map();
  /** By what entry each delivery was handed over. */
  const done = new Map<DeliveryId, Hash>();
  let head: LogPosition = EMPTY_LOG;
  for (const signed of file.entries) {
    const { content, sequence: number } = signed.entry;
    const fault = findFault(file, head, seen, signed, verify);
    if (fault !== null) faults.push({ sequence: number, fault });
    const own = hashEntry(signed.entry);
    if (!isForeign(fault)) seen.set(number, (seen.get(number) ?? new Set()).add(own));
    // A bad entry in its right place is still the one that the next must follow.
    const isNext = number === head.sequence + 1 && fault === 'bad-signature';
    if (isNext || (number > head.sequence && !isForeign(fault))) {
      head = { sequence: number, hash: own };
    }
    if (content.kind !== 'hand-over') continue;
    const { delivery, epoch: issue, purpose: whose } = content;
    const claim = { sequence: number, delivery, epoch: issue, purpose: whose };
    const reason = judge(signed, content, !isForeign(fault), keys.get(nameOf(claim)), verify);
    const before = done.get(delivery);
    // The very same entry once more is a fault of the file, not a second hand-over.
    if (reason === null && before === own) continue;
    if (reason !== null) unproved.push({ ...claim, reason });
    else if (before !== undefined) unproved.push({ ...claim, reason: 'second-hand-over' });
    else {
      done.set(delivery, own);
      proved.push(claim);
    }
  }
  const end = checkEnd(file, head, seen);
  if (end !== null && file.acknowledged !== undefined) {
    faults.push({ sequence: file.acknowledged.sequence, fault: end });
  }
  return { entries: file.entries.length, proved, unproved, faults };
};
