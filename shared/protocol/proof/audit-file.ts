import { z } from 'zod';
import { assertNever } from '../../assert-never.ts';
import { err, ok, type Result } from '../../result.ts';
import { rootChain } from '../api/roots.ts';
import { signedDocument } from '../api/signed.ts';
import { deliveryId, epoch, instant, publicKey, random16, terminalId } from '../ids.ts';
import { contentBeside, entryContent, type HandOverContent, signedEntry } from '../log/entry.ts';
import { purpose } from '../verdict.ts';

const ground = {
  delivery: deliveryId,
  epoch,
  presenceKey: publicKey,
  notBefore: instant,
  notAfter: instant,
  /** When it was taken from the terminal again, if it was. */
  withdrawnAt: instant.nullable(),
};

/** What a hand-over can rest on: a code or an override, or a pass, which has a name of its own. */
export const verifier = z.discriminatedUnion('scheme', [
  z.strictObject({ scheme: z.literal('sealed'), purpose, ...ground }),
  z.strictObject({ scheme: z.literal('pass'), once: random16, ...ground }),
]);
export type Verifier = z.infer<typeof verifier>;

export const nameOf = (one: Verifier): string =>
  one.scheme === 'pass'
    ? `pass/${one.delivery}/${one.epoch}/${one.once}`
    : `${one.purpose}/${one.delivery}/${one.epoch}`;

/** The name of what a hand-over says that opened it; null for a token, which has no public key. */
export const nameOfProof = ({ delivery, epoch: issue, purpose: whose, proof }: HandOverContent) => {
  switch (proof.scheme) {
    case 'oath':
      return null;
    case 'pass':
      return `pass/${delivery}/${issue}/${proof.once}`;
    case 'sealed':
      return `${whose}/${delivery}/${issue}`;
    default:
      return assertNever(proof);
  }
};

/**
 * How much of the log central acknowledged, in its own words: its receipt, the list of its keys, the
 * root key that signed the list, and how that one followed those before it, which the terminal may have
 * been enrolled with.
 */
const acknowledgement = z.strictObject({
  root: publicKey,
  roots: rootChain.optional(),
  keys: signedDocument,
  receipt: signedDocument,
});

/**
 * A terminal's log with all that is needed to check it, and nothing secret: the terminal's public
 * key, the public keys of the codes and passes that it could take, and, if known, how much of it
 * central acknowledged. Entries stand in the order of the log, from its first one on; one that
 * forks from it stands beside the one whose number it has. What was erased is missing, and nothing
 * else shows that it was.
 */
export const auditFile = z.strictObject({
  version: z.literal(1),
  terminal: terminalId,
  signingKey: publicKey,
  /** When central revoked it, if it did. */
  revokedAt: instant.nullable(),
  entries: z.array(signedEntry),
  verifiers: z
    .array(verifier)
    .refine((all) => new Set(all.map(nameOf)).size === all.length, 'a code has two public keys'),
  acknowledged: acknowledgement.optional(),
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

/** The kinds of each version of an entry. */
const KINDS: ReadonlyMap<unknown, ReadonlySet<unknown>> = new Map([
  [1, new Set<unknown>(entryContent.options.map((option) => option.shape.kind.value))],
  [2, new Set<unknown>(contentBeside.options.map((option) => option.shape.kind.value))],
]);

/** What a later version of the log may have that this one does not know. */
const findUnknown = (entries: readonly unknown[]): AuditProblem | null => {
  for (const [index, one] of entries.entries()) {
    const seen = anyEntry.safeParse(one);
    if (!seen.success) continue;
    const { version, content } = seen.data.entry;
    const where = `entries.${index}`;
    const kinds = KINDS.get(version);
    if (kinds === undefined) return { code: 'unknown-entry-version', where };
    if (!kinds.has(content.kind)) return { code: 'unknown-entry-kind', where };
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
