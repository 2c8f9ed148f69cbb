import { z } from 'zod';
import type { FindingCode, RolledBackReport } from '../../../shared/protocol/api/terminal.ts';
import type { DepotId, Hash, Instant, TerminalId } from '../../../shared/protocol/ids.ts';
import type { SignedEntry } from '../../../shared/protocol/log/entry.ts';
import type { TerminalKey } from '../actors.ts';
import type { Scope } from '../database/depot-of.ts';
import { at, type Database } from '../database/pool.ts';
import { cutPage, oneMore, type Page, type PageEnd } from '../http/pages.ts';
import { resolveGaps } from './resolve-cases.ts';

/** An entry with what is wrong with it. */
export type Found = {
  readonly code: FindingCode;
  readonly signed: SignedEntry;
  readonly hash: Hash;
};

/**
 * Of what the terminal itself did not sign anybody could send any number. No person decides about
 * each: the first stands for all of them, until it is settled, and says how many came.
 */
export const FOLDED: ReadonlySet<FindingCode> = new Set(['bad-signature', 'other-terminal']);

const columnsOf = (found: readonly Found[]) => [
  found.map(({ signed }) => signed.entry.sequence),
  found.map(({ code }) => code),
  found.map(({ hash }) => hash),
  found.map(({ signed }) => JSON.stringify(signed.entry)),
  found.map(({ signed }) => signed.signature),
];

const insertFindings = async (
  db: Database,
  { depot, id: terminal }: TerminalKey,
  found: readonly Found[],
  times: number,
  now: Instant,
): Promise<void> => {
  if (found.length === 0) return;
  await db.query(
    `insert into finding (depot, terminal, sequence, code, entry_hash, entry, signature,
       received_at, times, last_at)
     select $1::uuid, $2::uuid, u.*, $8::timestamptz, $9::int, $8::timestamptz
       from unnest($3::bigint[], $4::text[], $5::text[], $6::jsonb[], $7::text[]) as u
     on conflict do nothing`,
    [depot, terminal, ...columnsOf(found), at(now), times],
  );
};

/** Those of which there is no finding, open or settled, each once. */
const leaveOutKnown = async (
  db: Database,
  { depot, id: terminal }: TerminalKey,
  code: FindingCode,
  found: readonly Found[],
): Promise<readonly Found[]> => {
  const nameOf = (hash: string, signature: string): string => `${hash} ${signature}`;
  const { rows } = await db.query<{ hash: string; signature: string }>(
    `select entry_hash as hash, signature from finding
     where depot = $1 and terminal = $2 and code = $3 and entry_hash = any($4)`,
    [depot, terminal, code, found.map(({ hash }) => hash)],
  );
  const known = new Set(rows.map(({ hash, signature }) => nameOf(hash, signature)));
  return found.filter(({ hash, signed }) => {
    const name = nameOf(hash, signed.signature);
    if (known.has(name)) return false;
    known.add(name);
    return true;
  });
};

const foldFindings = async (
  db: Database,
  key: TerminalKey,
  code: FindingCode,
  all: readonly Found[],
  now: Instant,
): Promise<void> => {
  const found = await leaveOutKnown(db, key, code, all);
  const [first] = found;
  if (first === undefined) return;
  const { rowCount } = await db.query(
    `update finding set times = times + $4, last_at = $5
     where depot = $1 and terminal = $2 and code = $3 and settled_at is null`,
    [key.depot, key.id, code, found.length, at(now)],
  );
  if (rowCount === 0) await insertFindings(db, key, [first], found.length, now);
};

/**
 * Keeps entries with what is wrong with them, whole; the same finding once, however often sent. What
 * the terminal did not sign is folded into one. The terminal's row must be locked.
 */
export const keepFindings = async (
  db: Database,
  key: TerminalKey,
  found: readonly Found[],
  now: Instant,
): Promise<void> => {
  await insertFindings(
    db,
    key,
    found.filter(({ code }) => !FOLDED.has(code)),
    1,
    now,
  );
  for (const code of FOLDED) {
    const folded = found.filter((one) => one.code === code);
    if (folded.length > 0) await foldFindings(db, key, code, folded, now);
  }
};

/** What came before the entries in front of it and is stored now is no finding any more. */
export const closeGaps = async (
  db: Database,
  { depot, id: terminal }: TerminalKey,
  stored: readonly { readonly hash: Hash }[],
  now: Instant,
): Promise<void> => {
  const hashes = stored.map(({ hash }) => hash);
  const { rowCount } = await db.query(
    `delete from finding where depot = $1 and terminal = $2 and code = 'gap'
       and settled_at is null and entry_hash = any($3)`,
    [depot, terminal, hashes],
  );
  if (rowCount !== 0) await resolveGaps(db, { depot, id: terminal }, hashes, now);
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
  readonly depot: DepotId;
  readonly terminal: TerminalId;
  readonly terminalName: string;
  readonly sequence: number;
  readonly code: FindingCode;
  readonly receivedAt: Instant;
  /** How many such came; more than one only of what the terminal did not sign. */
  readonly times: number;
  /** When the last of them came. */
  readonly lastAt: Instant;
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

/** By what findings are listed. */
export const findingKey = z.tuple([z.int()]);

export type FindingFilter = Page<z.infer<typeof findingKey>> & {
  /** Only those that a person has settled, or only the others. */
  readonly settled?: boolean | undefined;
};

/** A page of findings, the newest first. */
export const listFindings = async (
  db: Database,
  { depots, terminal }: Scope,
  page: FindingFilter,
): Promise<{ readonly findings: readonly Finding[] } & PageEnd> => {
  const found = await db.query<Row>(
    `select f.depot, f.id, f.terminal, t.name as "terminalName", f.sequence, f.code,
       f.received_at as "receivedAt", f.times, coalesce(f.last_at, f.received_at) as "lastAt",
       f.entry, f.signature, f.detail, f.settled_as as "settledAs", f.settled_at as "settledAt",
       s.name as "settledBy", f.settled_reason as "settledReason"
     from (select own.* from unnest($1::uuid[]) as asked (depot) cross join lateral (
         select * from finding where finding.depot = asked.depot
           and ($2::uuid is null or terminal = $2) and ($3::bigint is null or id < $3)
           and ($4::boolean is null or case when $4 then settled_at is not null
             else settled_at is null end)
         order by id desc limit $5) own
       order by id desc limit $5) f
       join terminal t on t.depot = f.depot and t.id = f.terminal
       left join operator s on s.id::text = f.settled_by
     order by f.id desc`,
    [depots, terminal, page.cursor?.[0] ?? null, page.settled ?? null, oneMore(page)],
  );
  const { rows, end } = cutPage(found.rows, page, ({ id }) => [id]);
  const findings = rows.map(
    ({ settledAs, settledAt, settledBy, settledReason, ...finding }): Finding => ({
      ...finding,
      settled:
        settledAs === null
          ? null
          : { as: settledAs, at: settledAt, by: settledBy, reason: settledReason },
    }),
  );
  return { findings, ...end };
};
