import { createHash } from 'node:crypto';
import type { FindingCode } from '../../../shared/protocol/api/terminal.ts';
import type { VerifySignature } from '../../../shared/protocol/crypto/keys.ts';
import type { Hash, Instant } from '../../../shared/protocol/ids.ts';
import { checkEntry, entryBytes } from '../../../shared/protocol/log/chain.ts';
import type { SignedEntry } from '../../../shared/protocol/log/entry.ts';
import type { KnownTerminal } from '../actors.ts';
import type { Transaction } from '../database/pool.ts';
import type { Found } from '../proof/findings.ts';
import {
  type AcceptedEntry,
  findSignedTimes,
  readStored,
  type StoredEntry,
  type StoredLog,
} from '../proof/stored-entries.ts';
import { nextTurn } from '../turns.ts';

/** An entry as it came, with its hash, and whether the terminal signed it. */
export type CheckedEntry = {
  readonly signed: SignedEntry;
  readonly hash: Hash;
  readonly isSigned: boolean;
};

/** How many signatures are looked at before others have their turn. */
const AT_ONCE = 25;

/** Looks at the signatures of entries: the costly part, for which nothing need be locked. */
export const checkSignatures = async (
  { signingKey }: Pick<KnownTerminal, 'signingKey'>,
  entries: readonly SignedEntry[],
  verify: VerifySignature,
): Promise<readonly CheckedEntry[]> => {
  const checked: CheckedEntry[] = [];
  for (const signed of entries) {
    if (checked.length % AT_ONCE === AT_ONCE - 1) await nextTurn();
    const bytes = entryBytes(signed.entry);
    const hash = createHash('sha256').update(bytes).digest('base64url') as Hash;
    checked.push({ signed, hash, isSigned: verify(signingKey, bytes, signed.signature) });
  }
  return checked;
};

type Position = StoredLog['head'];

/** What is wrong with an entry after this one; its signature was looked at before. */
const faultAfter = (
  before: Position,
  { signed, isSigned }: CheckedEntry,
  { id, signingKey }: KnownTerminal,
): FindingCode | null => checkEntry(before, signed, id, signingKey, () => isSigned, NONE);
const NONE = new Uint8Array(0);

/** Looks at an entry whose number is stored already: the same one again, or another one. */
const compareStored = (
  terminal: KnownTerminal,
  checked: CheckedEntry,
  stored: StoredEntry | undefined,
): FindingCode | null => {
  const { entry, signature } = checked.signed;
  if (entry.terminal !== terminal.id) return 'other-terminal';
  const isSame = stored?.hash === checked.hash;
  if (isSame && stored.signature === signature) return null;
  const before = { sequence: entry.sequence - 1, hash: entry.previous } as Position;
  const fault = faultAfter(before, checked, terminal);
  if (fault !== null) return fault;
  return isSame ? null : 'forked';
};

/** The times that clock entries say central signed. */
const claimedTimes = (entries: readonly CheckedEntry[]): readonly Instant[] =>
  entries.flatMap(({ signed: { entry } }) =>
    entry.content.kind === 'clock' ? [entry.content.central] : [],
  );

type Sorted = {
  readonly accepted: readonly AcceptedEntry[];
  readonly found: readonly Found[];
  readonly log: StoredLog;
};

/**
 * Tells the entries that follow the stored log from those that do not, in the order they came. Call
 * it with the log locked, of which `log` is the end.
 */
export const sortEntries = async (
  tx: Transaction,
  terminal: KnownTerminal,
  entries: readonly CheckedEntry[],
  log: StoredLog,
): Promise<Sorted> => {
  let { head, floorAt } = log;
  const numbers = entries.map(({ signed }) => signed.entry.sequence);
  const stored = new Map(await readStored(tx, terminal, numbers));
  const signedTimes = await findSignedTimes(tx, terminal, claimedTimes(entries));
  const accepted: AcceptedEntry[] = [];
  const found: Found[] = [];
  for (const checked of entries) {
    const { signed, hash } = checked;
    const { sequence, content } = signed.entry;
    const isStored = sequence <= head.sequence;
    const code = isStored
      ? compareStored(terminal, checked, stored.get(sequence))
      : faultAfter(head, checked, terminal);
    if (code !== null) found.push({ signed, hash, code });
    if (code !== null || isStored) continue;
    accepted.push({ signed, hash, notBefore: floorAt });
    stored.set(sequence, { hash, signature: signed.signature });
    head = { sequence, hash };
    // From when on the next ones were made: a clock entry counts if central signed it.
    if (content.kind === 'clock' && content.central > floorAt && signedTimes.has(content.central)) {
      floorAt = content.central;
    }
  }
  return { accepted, found, log: { head, floorAt } };
};
