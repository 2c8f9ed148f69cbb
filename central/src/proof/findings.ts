import type { FindingCode, RolledBackReport } from '../../../shared/protocol/api/terminal.ts';
import type { Hash, Instant, TerminalId } from '../../../shared/protocol/ids.ts';
import { hashEntry } from '../../../shared/protocol/log/chain.ts';
import type { SignedEntry } from '../../../shared/protocol/log/entry.ts';
import type { TerminalKey } from '../actors.ts';
import type { Scope } from '../database/depot-of.ts';
import { at, type Database } from '../database/pool.ts';

/** Keeps an entry with what is wrong with it, whole; the same finding once, however often sent. */
export const keepFinding = async (
  db: Database,
  { depot, id: terminal }: TerminalKey,
  code: FindingCode,
  { entry, signature }: SignedEntry,
  now: Instant,
): Promise<void> => {
  await db.query(
    `insert into finding (depot, terminal, sequence, code, entry_hash, entry, signature, received_at)
     values ($1, $2, $3, $4, $5, $6, $7, $8) on conflict do nothing`,
    [
      depot,
      terminal,
      entry.sequence,
      code,
      hashEntry(entry),
      JSON.stringify(entry),
      signature,
      at(now),
    ],
  );
};

/** What came before the entries in front of it and is stored now is no finding any more. */
export const closeGaps = async (
  db: Database,
  { depot, id: terminal }: TerminalKey,
  stored: readonly { readonly hash: Hash }[],
): Promise<void> => {
  await db.query(
    `delete from finding where depot = $1 and terminal = $2 and code = 'gap'
       and settled_at is null and entry_hash = any($3)`,
    [depot, terminal, stored.map(({ hash }) => hash)],
  );
};

/**
 * Keeps a terminal's report that its store is an old copy. No entry stands behind it: such a
 * terminal cannot write its log. The same report once, however often sent.
 */
export const keepRolledBack = async (
  db: Database,
  { depot, id: terminal }: TerminalKey,
  report: RolledBackReport,
  now: Instant,
): Promise<void> => {
  await db.query(
    `insert into finding (depot, terminal, sequence, code, detail, received_at)
     values ($1, $2, $3, 'rolled-back', $4, $5) on conflict do nothing`,
    // Where the keychain has no word of the log, the store's own end is all that is known.
    [depot, terminal, (report.anchored ?? report.stored).sequence, JSON.stringify(report), at(now)],
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
  /** What a person has made of it, or null. */
  readonly settled: {
    readonly as: 'counted' | 'dismissed';
    readonly at: Instant;
    readonly by: string;
    readonly reason: string;
  } | null;
};

type Row = Omit<Finding, 'settled'> & {
  readonly settledAs: 'counted' | 'dismissed' | null;
  readonly settledAt: Instant;
  readonly settledBy: string;
  readonly settledReason: string;
};

/** The newest findings first, 1,000 at most. */
export const listFindings = async (db: Database, { depots, terminal }: Scope): Promise<Finding[]> =>
  (
    await db.query<Row>(
      `select f.id, f.terminal, t.name as "terminalName", f.sequence, f.code,
         f.received_at as "receivedAt", f.entry, f.signature, f.detail,
         f.settled_as as "settledAs", f.settled_at as "settledAt", s.name as "settledBy",
         f.settled_reason as "settledReason"
       from finding f join terminal t on t.depot = f.depot and t.id = f.terminal
         left join staff_token s on s.id::text = f.settled_by
       where f.depot = any($1) and ($2::uuid is null or f.terminal = $2)
       order by f.id desc limit 1000`,
      [depots, terminal],
    )
  ).rows.map(({ settledAs, settledAt, settledBy, settledReason, ...finding }) => ({
    ...finding,
    settled:
      settledAs === null
        ? null
        : { as: settledAs, at: settledAt, by: settledBy, reason: settledReason },
  }));
