import type { FindingCode } from '../../../shared/protocol/api/terminal.ts';
import type {
  DeliveryId,
  DepotId,
  Instant,
  TerminalId,
  TokenId,
} from '../../../shared/protocol/ids.ts';
import { type Entry, entry, type HandOverContent } from '../../../shared/protocol/log/entry.ts';
import { judgeHandOver } from '../../../shared/protocol/proof/judge-hand-over.ts';
import { err, ok, type Result } from '../../../shared/result.ts';
import type { KnownOperator } from '../actors.ts';
import { at, type Transaction, transaction } from '../database/pool.ts';
import { lockTerminals } from '../manifest/manifest-items.ts';
import { noteAct } from '../operators/acts.ts';
import type { Ports } from '../ports.ts';
import { closeDeliveries } from './close-deliveries.ts';
import { findGrounds } from './grounds.ts';

export type Settlement = {
  /** Whether the hand-over counts. */
  readonly counts: boolean;
  readonly reason: string;
};
export type SettleProblem =
  | 'unknown-finding'
  | 'finding-settled'
  | 'not-countable'
  | 'delivery-counted';

type Row = {
  readonly id: number;
  readonly terminal: TerminalId;
  readonly sequence: number;
  readonly code: FindingCode;
  readonly entry: unknown;
  readonly settled: boolean;
  /** Of which delivery its entry is, if it is of one. */
  readonly delivery: DeliveryId | null;
};

/** Entries that the terminal signed: the first three are stored nowhere else. */
const UNSTORED: ReadonlySet<FindingCode> = new Set(['forked', 'broken-chain', 'gap']);

const isInDepot = async (
  tx: Transaction,
  depot: DepotId,
  { delivery }: HandOverContent,
): Promise<boolean> =>
  (
    await tx.query('select 1 from delivery where depot = $1 and id = $2 for update', [
      depot,
      delivery,
    ])
  ).rowCount === 1;

/** A person looks at an entry that the terminal signed, and at its time themselves. */
const UNKNOWN = {
  isSigned: true,
  notBefore: null,
  notAfter: null,
  revokedAt: null,
  isAfterWiped: false,
} as const;

/**
 * Whether a person may count it. Where central knows the code or the pass, it must have been there;
 * where it does not, because a backup lost it or because it was a token's, the person's word is all.
 */
const isCountable = async (
  tx: Transaction,
  depot: DepotId,
  row: Row,
  said: Entry,
  handOver: HandOverContent,
  verify: Ports['verify'],
): Promise<boolean> => {
  if (!UNSTORED.has(row.code) && row.code !== 'no-such-delivery') return false;
  if (!(await isInDepot(tx, depot, handOver))) return false;
  const [ground = null] = await findGrounds(tx, { depot, id: row.terminal }, [handOver]);
  const { reason } = judgeHandOver(said, handOver, { ...UNKNOWN, ground }, verify);
  return reason !== 'no-presence';
};

/** Which code of which token it was; nothing of a token that the depot does not know. */
const factorOf = async (
  tx: Transaction,
  depot: DepotId,
  proof: HandOverContent['proof'],
): Promise<[TokenId, number | null] | [null, null]> => {
  if (proof.scheme !== 'oath') return [null, null];
  const { rowCount } = await tx.query('select 1 from token where depot = $1 and id = $2', [
    depot,
    proof.token,
  ]);
  return rowCount === 1 ? [proof.token, proof.factor] : [null, null];
};

const countIt = async (
  tx: Transaction,
  depot: DepotId,
  row: Row,
  verify: Ports['verify'],
  now: Instant,
): Promise<Result<null, SettleProblem>> => {
  const read = entry.safeParse(row.entry);
  if (!read.success || read.data.content.kind !== 'hand-over') return err('not-countable');
  const { content } = read.data;
  if (!(await isCountable(tx, depot, row, read.data, content, verify))) return err('not-countable');
  const { delivery, epoch, proof } = content;
  await tx.query(
    `insert into delivery_epoch (depot, delivery, epoch) values ($1, $2, $3)
     on conflict do nothing`,
    [depot, delivery, epoch],
  );
  const isStored = !UNSTORED.has(row.code);
  const [token, factor] = await factorOf(tx, depot, proof);
  const { rowCount } = await tx.query(
    `insert into hand_over (depot, delivery, epoch, terminal, sequence, finding, token, factor)
     values ($1, $2, $3, $4, $5, $6, $7, $8) on conflict do nothing`,
    [
      depot,
      delivery,
      epoch,
      row.terminal,
      isStored ? row.sequence : null,
      isStored ? null : row.id,
      token,
      factor,
    ],
  );
  if (rowCount !== 1) return err('delivery-counted');
  await closeDeliveries(tx, { depot, id: row.terminal }, [content], now);
  return ok(null);
};

/** Leaves the transaction so that nothing of it stays. */
class Refused extends Error {
  readonly problem: SettleProblem;
  constructor(problem: SettleProblem) {
    super('the finding cannot be settled so');
    this.problem = problem;
  }
}

/**
 * A person says what comes of a finding: that a hand-over counts all the same, whose presence holds
 * or cannot be looked at any more, or that nothing does. The same entry is not asked about again.
 */
export const settleFinding = async (
  { pool, now, verify }: Pick<Ports, 'pool' | 'now' | 'verify'>,
  operator: KnownOperator,
  depot: DepotId,
  id: number,
  { counts, reason }: Settlement,
): Promise<Result<null, SettleProblem>> => {
  try {
    return await transaction(pool, async (tx) => {
      const { rows } = await tx.query<Row>(
        `select id, terminal, sequence, code, entry, settled_at is not null as settled,
           (entry->'content'->>'delivery')::uuid as delivery
         from finding where depot = $1 and id = $2 for update`,
        [depot, id],
      );
      const [row] = rows;
      if (row === undefined) return err('unknown-finding');
      if (row.settled) return err('finding-settled');
      await lockTerminals(tx, depot, [row.terminal]);
      const counted = counts ? await countIt(tx, depot, row, verify, now()) : ok(null);
      if (!counted.ok) throw new Refused(counted.error);
      const as = counts ? 'counted' : 'dismissed';
      await tx.query(
        `update finding set settled_at = $3, settled_by = $4, settled_as = $5, settled_reason = $6
         from finding this where this.depot = $1 and this.id = $2 and finding.depot = $1
           and finding.settled_at is null
           and (finding.id = this.id
             or (finding.terminal = this.terminal and finding.entry_hash = this.entry_hash))`,
        [depot, id, at(now()), operator.id, as, reason],
      );
      const subject = { finding: id, terminal: row.terminal, as };
      const wrote = { depot, delivery: row.delivery, texts: { reason } };
      await noteAct(tx, operator, 'finding-settled', subject, now(), wrote);
      return ok(null);
    });
  } catch (error) {
    if (error instanceof Refused) return err(error.problem);
    throw error;
  }
};
