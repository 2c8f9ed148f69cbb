import type { Hash, Instant, Sequence, Signature } from '../../../shared/protocol/ids.ts';
import type { LogPosition } from '../../../shared/protocol/log/chain.ts';
import type { SignedEntry } from '../../../shared/protocol/log/entry.ts';
import type { TerminalKey } from '../actors.ts';
import { at, type Transaction } from '../database/pool.ts';

/** An entry that follows the stored ones, with the interval in which it was made. */
export type AcceptedEntry = {
  readonly signed: SignedEntry;
  readonly hash: Hash;
  /** Not before central signed this time for the terminal; not after the entry came in. */
  readonly notBefore: Instant;
};

type TerminalRow = {
  readonly acknowledged: Sequence;
  readonly headHash: Hash | null;
  readonly floorAt: Instant;
  readonly revokedAt: Instant | null;
};

/** Where the stored log of a terminal ends, and from when on its next entry can be. */
export type StoredLog = { readonly head: LogPosition; readonly floorAt: Instant };

/** Locks the terminal's row: one hand-in at a time extends its log. Says when it was revoked, too. */
export const lockLog = async (
  tx: Transaction,
  { depot, id: terminal }: TerminalKey,
): Promise<StoredLog & { readonly revokedAt: Instant | null }> => {
  const { rows } = await tx.query<TerminalRow>(
    `select acknowledged, head_hash as "headHash", floor_at as "floorAt",
       revoked_at as "revokedAt"
     from terminal where depot = $1 and id = $2 for no key update`,
    [depot, terminal],
  );
  const row = rows[0];
  if (row === undefined) throw new Error(`terminal ${terminal} is gone`);
  const head = { sequence: row.acknowledged, hash: row.headHash } as LogPosition;
  return { head, floorAt: row.floorAt, revokedAt: row.revokedAt };
};

export type StoredEntry = { readonly hash: Hash; readonly signature: Signature };

/** What is stored already under these numbers. */
export const readStored = async (
  tx: Transaction,
  { depot, id: terminal }: TerminalKey,
  numbers: readonly number[],
): Promise<ReadonlyMap<number, StoredEntry>> => {
  const { rows } = await tx.query<StoredEntry & { sequence: number }>(
    `select sequence, hash, signature from entry
     where depot = $1 and terminal = $2 and sequence = any($3)`,
    [depot, terminal, numbers],
  );
  return new Map(rows.map((row) => [row.sequence, row]));
};

/** By which entry the terminal wiped itself, if it did: the first that says so. */
export const findWiped = async (
  tx: Transaction,
  { depot, id: terminal }: TerminalKey,
): Promise<Sequence | null> => {
  const { rows } = await tx.query<{ sequence: Sequence }>(
    `select sequence from entry where depot = $1 and terminal = $2 and kind = 'wiped'
     order by sequence limit 1`,
    [depot, terminal],
  );
  return rows[0]?.sequence ?? null;
};

/** Which of these times central ever signed, to the millisecond, for this terminal. */
export const findSignedTimes = async (
  tx: Transaction,
  { depot, id: terminal }: TerminalKey,
  times: readonly Instant[],
): Promise<ReadonlySet<Instant>> => {
  if (times.length === 0) return new Set();
  const { rows } = await tx.query<{ at: Instant }>(
    'select at from time_statement where depot = $1 and terminal = $2 and at = any($3)',
    [depot, terminal, times.map(at)],
  );
  return new Set(rows.map((row) => row.at));
};

/** Stores entries that follow the stored ones, in one statement. */
export const storeEntries = async (
  tx: Transaction,
  { depot, id: terminal }: TerminalKey,
  entries: readonly AcceptedEntry[],
  now: Instant,
): Promise<void> => {
  await tx.query(
    `insert into entry (depot, terminal, sequence, hash, kind, entry, signature, not_before,
       received_at)
     select $1::uuid, $2::uuid, u.*, $9::timestamptz
       from unnest($3::bigint[], $4::text[], $5::text[], $6::jsonb[], $7::text[],
         $8::timestamptz[]) as u`,
    [
      depot,
      terminal,
      entries.map(({ signed }) => signed.entry.sequence),
      entries.map(({ hash }) => hash),
      entries.map(({ signed }) => signed.entry.content.kind),
      entries.map(({ signed }) => JSON.stringify(signed.entry)),
      entries.map(({ signed }) => signed.signature),
      entries.map(({ notBefore }) => at(notBefore)),
      at(now),
    ],
  );
};

/** Moves the end of the stored log. */
export const moveHead = async (
  tx: Transaction,
  { depot, id: terminal }: TerminalKey,
  { head, floorAt }: StoredLog,
  now: Instant,
): Promise<void> => {
  await tx.query(
    `update terminal set acknowledged = $3, head_hash = $4, floor_at = $5, last_dock = $6
     where depot = $1 and id = $2`,
    [depot, terminal, head.sequence, head.hash, at(floorAt), at(now)],
  );
};
