import { signDocument } from '../../../shared/protocol/api/signed.ts';
import {
  type EntriesAnswer,
  MAX_ENTRIES,
  type Receipt,
} from '../../../shared/protocol/api/terminal.ts';
import type { Instant } from '../../../shared/protocol/ids.ts';
import type { SignedEntry } from '../../../shared/protocol/log/entry.ts';
import { detailStates, detailsThat } from '../../../shared/protocol/log/read-details.ts';
import type { KnownTerminal } from '../actors.ts';
import { type Transaction, transaction } from '../database/pool.ts';
import { noticeForgotten } from '../database/restored.ts';
import { noteExceptions } from '../deliveries/note-exceptions.ts';
import type { Ports } from '../ports.ts';
import { type CountHandOvers, countHandOvers, type HandIn } from '../proof/count-hand-overs.ts';
import { keepDetails } from '../proof/entry-details.ts';
import { closeGaps, FOLDED, type Found, keepFindings } from '../proof/findings.ts';
import { resolveUndone } from '../proof/resolve-cases.ts';
import {
  type AcceptedEntry,
  findWiped,
  lockLog,
  moveHead,
  storeEntries,
} from '../proof/stored-entries.ts';
import { checkSignatures, sortEntries } from './sort-entries.ts';

/** Stores what follows the log, and does what it says; gives what there is to remark on it. */
const storeAccepted = async (
  tx: Transaction,
  verify: Ports['verify'],
  terminal: KnownTerminal,
  accepted: readonly AcceptedEntry[],
  handIn: HandIn,
  count: CountHandOvers,
): Promise<readonly Found[]> => {
  if (accepted.length === 0) return [];
  await storeEntries(tx, terminal, accepted, handIn.receivedAt);
  await closeGaps(tx, terminal, accepted, handIn.receivedAt);
  const wiped = await findWiped(tx, terminal);
  const isAfterWiped = ({ signed }: AcceptedEntry): boolean =>
    wiped !== null && signed.entry.sequence > wiped;
  const exceptions = accepted.flatMap(({ signed: { entry } }) => {
    const { content } = entry;
    return content.kind === 'exception' || content.kind === 'exception-undone' ? [content] : [];
  });
  await noteExceptions(tx, terminal, exceptions);
  await resolveUndone(tx, terminal, exceptions, handIn.receivedAt);
  const handOvers = accepted.flatMap((one) => {
    const { entry } = one.signed;
    const { content: handOver } = entry;
    if (handOver.kind !== 'hand-over') return [];
    return [{ entry, handOver, notBefore: one.notBefore, isAfterWiped: isAfterWiped(one) }];
  });
  const codes = await count(tx, verify, terminal, handIn, handOvers);
  return accepted.flatMap((one) => {
    const { signed, hash } = one;
    const code = codes.get(signed.entry.sequence) ?? (isAfterWiped(one) ? 'after-wiped' : null);
    return code === null ? [] : [{ signed, hash, code }];
  });
};

/** Entries beside which something stands that is not what they have the hash of. */
const findAltered = (accepted: readonly AcceptedEntry[]): readonly Found[] =>
  accepted.flatMap(({ signed, hash }) =>
    signed.details !== undefined && detailsThat(detailStates(signed), 'altered').length > 0
      ? [{ signed, hash, code: 'altered-detail' }]
      : [],
  );

/**
 * Takes what a terminal hands in, in one transaction, as sets. What follows its stored log is stored
 * once and for good; the same again changes nothing. Everything else is kept as a finding and not
 * acknowledged; a hand-over that cannot be counted is stored, and is a finding too.
 */
export const takeEntries = async (
  { pool, now, verify, keys }: Pick<Ports, 'pool' | 'now' | 'verify' | 'keys'>,
  terminal: KnownTerminal,
  entries: readonly SignedEntry[],
  count: CountHandOvers = countHandOvers,
): Promise<EntriesAnswer> => {
  const checked = await checkSignatures(terminal, entries, verify);
  const take = async (tx: Transaction, moment: Instant) => {
    const { revokedAt, ...before } = await lockLog(tx, terminal);
    const { accepted, found, log } = await sortEntries(tx, terminal, checked, before);
    // Its receipts name more than is stored: what is stored came out of a backup.
    if (found[0]?.signed === entries[0] && found[0]?.code === 'gap') {
      await noticeForgotten(tx, terminal.depot, terminal.id, 0, moment);
    }
    const handIn = { receivedAt: moment, revokedAt };
    const remarked = await storeAccepted(tx, verify, terminal, accepted, handIn, count);
    const all = [...found, ...remarked, ...findAltered(accepted)];
    await moveHead(tx, terminal, log, moment);
    await keepFindings(tx, terminal, all, moment);
    const own = found.filter(({ code }) => !FOLDED.has(code));
    await keepDetails(tx, terminal, [...accepted, ...own], moment);
    return { head: log.head, all };
  };
  const moment = now();
  const { head, all } = await transaction(pool, (tx) => take(tx, moment));
  const { id, signer } = keys.signing('receipt', moment);
  const receipt: Receipt = {
    terminal: terminal.id,
    acknowledged: head.sequence,
    hash: head.hash,
  };
  return {
    receipt: signDocument('receipt', id, signer, receipt),
    findings: all
      .map(({ signed, code }) => ({ sequence: signed.entry.sequence, code }))
      .slice(0, MAX_ENTRIES),
  };
};
