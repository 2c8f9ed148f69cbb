import { z } from 'zod';
import type { AppVersion } from '../../../shared/protocol/api/terminal.ts';
import { fingerprint } from '../../../shared/protocol/crypto/keys.ts';
import {
  type DeliveryId,
  type DepotId,
  type Hash,
  type Instant,
  type TerminalId,
  terminalId,
} from '../../../shared/protocol/ids.ts';
import type { KnownOperator, KnownTerminal } from '../actors.ts';
import type { Scope } from '../database/depot-of.ts';
import { at, type Database, type Transaction, transaction } from '../database/pool.ts';
import { cutPage, oneMore, type Page, type PageEnd } from '../http/pages.ts';
import { LIST_ISSUED } from '../keys/roll-keys.ts';
import { lockTerminals } from '../manifest/manifest-items.ts';
import { withdrawIssues } from '../manifest/withdraw-issues.ts';
import { noteAct } from '../operators/acts.ts';
import { withdrawFrom } from '../passes/end-passes.ts';
import type { Ports } from '../ports.ts';
import { isBehind, newestIn } from './versions.ts';

const KNOWN = `name, signing_key as "signingKey", agreement_key as "agreementKey",
  revoked_at as "revokedAt", acknowledged, head_hash as "headHash", keys_issued as "keysIssued", root`;

/** A terminal, or null. */
export const findTerminal = async (db: Database, id: string): Promise<KnownTerminal | null> =>
  (await db.query<KnownTerminal>(`select id, depot, ${KNOWN} from terminal where id = $1`, [id]))
    .rows[0] ?? null;

/** The terminal that a request is signed by, and when central's list of keys was issued, as of now. */
export type Docking = KnownTerminal & { readonly listIssued: Instant };

/** The terminal that requests are signed for, or null. Read for each request: so revoking works. */
export const findDocking = async (db: Database, id: string): Promise<Docking | null> =>
  (
    await db.query<Docking>(
      `select id, depot, ${KNOWN}, ${LIST_ISSUED} as "listIssued" from terminal where id = $1`,
      [id],
    )
  ).rows[0] ?? null;

export type TerminalView = {
  readonly id: TerminalId;
  readonly name: string;
  readonly depot: DepotId;
  /** What it runs on, as it said last. */
  readonly platform: string;
  /** The version of its app, as it said with its last docking; null: it did not say. */
  readonly app: AppVersion | null;
  /** Whether it is enrolled and has docked, and another terminal of its depot has a later version. */
  readonly behind: boolean;
  readonly status: 'enrolled' | 'wiped' | 'revoked';
  readonly fingerprint: Hash;
  readonly enrolledAt: Instant;
  /** How many entries of its log are stored at central for good. */
  readonly acknowledged: number;
  readonly lastDock: Instant | null;
  /** Deliveries of its routes that are still open. */
  readonly open: number;
  /** That nobody has settled. */
  readonly findings: number;
  /** The terminal's own signed word that it wiped itself: the last entry of its log, and none after it. */
  readonly wiped: {
    readonly sequence: number;
    readonly hash: Hash;
    readonly at: Instant;
    readonly receivedAt: Instant;
  } | null;
};

type Wiped = NonNullable<TerminalView['wiped']>;
type Row = Omit<TerminalView, 'fingerprint' | 'wiped' | 'behind'> & {
  readonly signingKey: KnownTerminal['signingKey'];
  readonly wipeSequence: Wiped['sequence'] | null;
  readonly wipeHash: Wiped['hash'];
  readonly wipeAt: Wiped['at'];
  readonly wipeReceivedAt: Wiped['receivedAt'];
};

const viewOf = (
  {
    signingKey,
    wipeSequence: sequence,
    wipeHash: hash,
    wipeAt,
    wipeReceivedAt: receivedAt,
    ...row
  }: Row,
  newest: AppVersion | undefined,
): TerminalView => ({
  ...row,
  behind: row.status === 'enrolled' && row.lastDock !== null && isBehind(row.app, newest),
  fingerprint: fingerprint(signingKey),
  wiped: sequence === null ? null : { sequence, hash, at: wipeAt, receivedAt },
});

/** By what terminals are listed. */
export const terminalKey = z.tuple([z.string(), terminalId]);
type TerminalKey = z.infer<typeof terminalKey>;

export type TerminalFilter = Page<TerminalKey> & { readonly name?: string | undefined };

/** A page of terminals, by their names. */
export const listTerminals = async (
  db: Database,
  { depots, terminal }: Scope,
  { name, ...page }: TerminalFilter,
): Promise<{ readonly terminals: readonly TerminalView[] } & PageEnd> => {
  const found = await db.query<Row>(
    `select id, name, depot, platform, app, signing_key as "signingKey",
       case when revoked_at is not null then 'revoked'
         when wipe.sequence is not null then 'wiped' else 'enrolled' end as status,
       enrolled_at as "enrolledAt", acknowledged, last_dock as "lastDock",
       (select count(*) from delivery
          join route on route.depot = delivery.depot and route.id = delivery.route
        where route.depot = terminal.depot and route.terminal = terminal.id
          and delivery.status = 'open') as open,
       (select count(*) from finding where finding.depot = terminal.depot
          and finding.terminal = terminal.id and finding.settled_at is null) as findings,
       wipe.sequence as "wipeSequence", wipe.hash as "wipeHash", wipe.at as "wipeAt",
       wipe.received_at as "wipeReceivedAt"
     from terminal left join lateral (
       select sequence, hash, (entry -> 'time' ->> 'at')::bigint as at, received_at
       from entry where entry.depot = terminal.depot and entry.terminal = terminal.id
         and kind = 'wiped' and sequence = terminal.acknowledged) as wipe on true
     where depot = any($1) and ($2::uuid is null or id = $2)
       and ($3::text is null or name = $3)
       and ($4::text is null or (name, id) > ($4, $5))
     order by name, id limit $6`,
    [depots, terminal, name ?? null, ...(page.cursor ?? [null, null]), oneMore(page)],
  );
  const { rows, end } = cutPage(found.rows, page, ({ name, id }): TerminalKey => [name, id]);
  const newest = await newestIn(db, depots);
  return { terminals: rows.map((row) => viewOf(row, newest.get(row.depot))), ...end };
};

/** One terminal of a depot; null if there is none. */
export const viewTerminal = async (
  db: Database,
  depot: DepotId,
  terminal: TerminalId,
): Promise<TerminalView | null> =>
  (await listTerminals(db, { depots: [depot], terminal }, { limit: 1 })).terminals[0] ?? null;

/**
 * Revokes a terminal, for good: at its next docking central's signed time says so, and what it
 * accepted before is still taken. Its codes and passes are withdrawn, its unsent SMS are not sent, its
 * routes wait for another terminal.
 */
export const revokeIn = async (
  tx: Transaction,
  operator: KnownOperator,
  depot: DepotId,
  terminal: TerminalId,
  now: Instant,
): Promise<void> => {
  await lockTerminals(tx, depot, [terminal]);
  await tx.query(
    `update terminal set revoked_at = coalesce(revoked_at, $3)
       where depot = $1 and id = $2`,
    [depot, terminal, at(now)],
  );
  const held = await tx.query<{ delivery: DeliveryId }>(
    `select delivery from issue where depot = $1 and terminal = $2 and state = 'active'`,
    [depot, terminal],
  );
  await withdrawIssues(
    tx,
    depot,
    held.rows.map((row) => row.delivery),
    now,
  );
  await withdrawFrom(tx, depot, terminal, null, now);
  await tx.query(
    `with freed as (
         update route set terminal = null, version = version + 1
           where depot = $1 and terminal = $2 returning id)
       update delivery set version = version + 1 from freed
         where delivery.depot = $1 and delivery.route = freed.id and delivery.status = 'open'`,
    [depot, terminal],
  );
  await noteAct(tx, operator, 'terminal-revoked', { terminal }, now);
};

/** Revokes a terminal, as `revokeIn` says. */
export const revokeTerminal = (
  { pool, now }: Pick<Ports, 'pool' | 'now'>,
  operator: KnownOperator,
  depot: DepotId,
  terminal: TerminalId,
): Promise<void> => transaction(pool, (tx) => revokeIn(tx, operator, depot, terminal, now()));
