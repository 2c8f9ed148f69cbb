import { signDocument } from '../../../shared/protocol/api/signed.ts';
import type { EntriesAnswer, FindingCode, Receipt } from '../../../shared/protocol/api/terminal.ts';
import type { Instant } from '../../../shared/protocol/ids.ts';
import { checkEntry, hashEntry } from '../../../shared/protocol/log/chain.ts';
import type { SignedEntry } from '../../../shared/protocol/log/entry.ts';
import type { KnownTerminal, TerminalKey } from '../actors.ts';
import { type Transaction, transaction } from '../database/pool.ts';
import { noticeForgotten } from '../database/restored.ts';
import { noteException } from '../deliveries/note-exception.ts';
import type { Ports } from '../ports.ts';
import { countHandOver } from '../proof/count-hand-over.ts';
import { closeGaps, keepFinding } from '../proof/findings.ts';
import {
  type AcceptedEntry,
  didSignTime,
  findWiped,
  lockLog,
  moveHead,
  readStored,
  type StoredEntry,
  type StoredLog,
  storeEntries,
} from '../proof/stored-entries.ts';

type Found = { readonly signed: SignedEntry; readonly code: FindingCode };
type Verify = Ports['verify'];

/** Looks at an entry whose number is stored already: the same one again, or another one. */
const compareStored = (
  terminal: KnownTerminal,
  signed: SignedEntry,
  stored: StoredEntry | undefined,
  verify: Verify,
): FindingCode | null => {
  const { entry, signature } = signed;
  if (entry.terminal !== terminal.id) return 'other-terminal';
  const isSame = stored?.hash === hashEntry(entry);
  if (isSame && stored.signature === signature) return null;
  const before = { sequence: entry.sequence - 1, hash: entry.previous };
  const fault = checkEntry(before as never, signed, terminal.id, terminal.signingKey, verify);
  if (fault !== null) return fault;
  return isSame ? null : 'forked';
};

/** From when on entries after this one were made: a clock entry counts if central signed it. */
const floorAfter = async (
  tx: Transaction,
  key: TerminalKey,
  { entry }: SignedEntry,
  floorAt: Instant,
): Promise<Instant> => {
  const { content } = entry;
  if (content.kind !== 'clock' || content.central <= floorAt) return floorAt;
  return (await didSignTime(tx, key, content.central)) ? content.central : floorAt;
};

type Sorted = {
  readonly accepted: readonly AcceptedEntry[];
  readonly found: readonly Found[];
  readonly log: StoredLog;
};

/** Tells the entries that follow the stored log from those that do not, in the order they came. */
const sortEntries = async (
  tx: Transaction,
  terminal: KnownTerminal,
  entries: readonly SignedEntry[],
  verify: Verify,
): Promise<Sorted> => {
  let { head, floorAt } = await lockLog(tx, terminal);
  const stored = new Map(
    await readStored(
      tx,
      terminal,
      entries.map((signed) => signed.entry.sequence),
    ),
  );
  const accepted: AcceptedEntry[] = [];
  const found: Found[] = [];
  for (const signed of entries) {
    const { sequence } = signed.entry;
    const code =
      sequence <= head.sequence
        ? compareStored(terminal, signed, stored.get(sequence), verify)
        : checkEntry(head, signed, terminal.id, terminal.signingKey, verify);
    if (code !== null) found.push({ signed, code });
    if (code !== null || sequence <= head.sequence) continue;
    const hash = hashEntry(signed.entry);
    accepted.push({ signed, hash, notBefore: floorAt });
    stored.set(sequence, { hash, signature: signed.signature });
    head = { sequence, hash };
    floorAt = await floorAfter(tx, terminal, signed, floorAt);
  }
  return { accepted, found, log: { head, floorAt } };
};

/**
 * Takes what a terminal hands in, in one transaction. What follows its stored log is stored once
 * and for good; the same again changes nothing. Everything else is kept as a finding and not
 * acknowledged; a hand-over that cannot be counted is stored, and is a finding too.
 */
export const takeEntries = (
  { pool, now, verify, keys }: Pick<Ports, 'pool' | 'now' | 'verify' | 'keys'>,
  terminal: KnownTerminal,
  entries: readonly SignedEntry[],
): Promise<EntriesAnswer> =>
  transaction(pool, async (tx) => {
    const moment = now();
    const { accepted, found, log } = await sortEntries(tx, terminal, entries, verify);
    const all = [...found];
    // Its receipts name more than is stored: what is stored came out of a backup.
    if (found[0]?.signed === entries[0] && found[0]?.code === 'gap') {
      await noticeForgotten(tx, terminal.depot, terminal.id, 0, moment);
    }
    if (accepted.length > 0) {
      await storeEntries(tx, terminal, accepted, moment);
      await closeGaps(tx, terminal, accepted);
      const wiped = await findWiped(tx, terminal);
      for (const { signed } of accepted) {
        const { content, sequence } = signed.entry;
        const isAfterWiped = wiped !== null && sequence > wiped;
        if (content.kind === 'exception' || content.kind === 'exception-undone') {
          await noteException(tx, terminal, content);
        }
        const counted =
          content.kind === 'hand-over'
            ? await countHandOver(tx, verify, terminal.depot, signed.entry, content, isAfterWiped)
            : null;
        const code = counted ?? (isAfterWiped ? 'after-wiped' : null);
        if (code !== null) all.push({ signed, code });
      }
    }
    await moveHead(tx, terminal, log, moment);
    for (const { signed, code } of all) await keepFinding(tx, terminal, code, signed, moment);
    const { sequence, hash } = log.head;
    const { id, signer } = keys.signing('receipt', moment);
    const receipt: Receipt = { terminal: terminal.id, acknowledged: sequence, hash };
    return {
      receipt: signDocument('receipt', id, signer, receipt),
      findings: all.map(({ signed, code }) => ({ sequence: signed.entry.sequence, code })),
    };
  });
