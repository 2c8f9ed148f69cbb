import type { FindingCode, RolledBackReport } from '../../../shared/api/terminal.ts';
import type { Instant, TerminalId } from '../../../shared/ids.ts';
import { hashEntry } from '../../../shared/log/chain.ts';
import type { SignedEntry } from '../../../shared/log/entry.ts';
import { at, type Database } from '../database/pool.ts';

/** Keeps an entry with what is wrong with it, whole; the same finding once, however often sent. */
export const keepFinding = async (
  db: Database,
  terminal: TerminalId,
  code: FindingCode,
  { entry, signature }: SignedEntry,
  now: Instant,
): Promise<void> => {
  await db.query(
    `insert into finding (terminal, sequence, code, entry_hash, entry, signature, received_at)
     values ($1, $2, $3, $4, $5, $6, $7) on conflict do nothing`,
    [terminal, entry.sequence, code, hashEntry(entry), JSON.stringify(entry), signature, at(now)],
  );
};

/**
 * Keeps a terminal's report that its store is an old copy. No entry stands behind it: such a
 * terminal cannot write its log. The same report once, however often sent.
 */
export const keepRolledBack = async (
  db: Database,
  terminal: TerminalId,
  report: RolledBackReport,
  now: Instant,
): Promise<void> => {
  await db.query(
    `insert into finding (terminal, sequence, code, detail, received_at)
     values ($1, $2, 'rolled-back', $3, $4) on conflict do nothing`,
    // Where the keychain has no word of the log, the store's own end is all that is known.
    [terminal, (report.anchored ?? report.stored).sequence, JSON.stringify(report), at(now)],
  );
};

export type Finding = {
  readonly id: number;
  readonly terminal: TerminalId;
  readonly terminalName: string;
  readonly sequence: number;
  readonly code: FindingCode;
  readonly receivedAt: Instant;
  /** The entry that was found wanting; null if the terminal reported it without one. */
  readonly entry: SignedEntry['entry'] | null;
  readonly signature: string | null;
  /** What the terminal reported, if it was no entry. */
  readonly detail: RolledBackReport | null;
};

/** The newest findings first, 1,000 at most. */
export const listFindings = async (
  db: Database,
  filter: { readonly depot?: string | undefined; readonly terminal?: string | undefined },
): Promise<Finding[]> =>
  (
    await db.query<Finding>(
      `select f.id, f.terminal, t.name as "terminalName", f.sequence, f.code,
         f.received_at as "receivedAt", f.entry, f.signature, f.detail
       from finding f join terminal t on t.id = f.terminal
       where ($1::uuid is null or t.depot = $1) and ($2::uuid is null or f.terminal = $2)
       order by f.id desc limit 1000`,
      [filter.depot ?? null, filter.terminal ?? null],
    )
  ).rows;
