import type { FindingCode } from '../../../shared/protocol/api/terminal.ts';
import type {
  DeliveryId,
  DepotId,
  Hash,
  Instant,
  TerminalId,
  TokenId,
} from '../../../shared/protocol/ids.ts';
import { type Entry, entry, type HandOverContent } from '../../../shared/protocol/log/entry.ts';
import { judgeHandOver } from '../../../shared/protocol/proof/judge-hand-over.ts';
import { err, ok, type Result } from '../../../shared/result.ts';
import { at, type Transaction } from '../database/pool.ts';
import type { Ports } from '../ports.ts';
import { closeDeliveries } from './close-deliveries.ts';
import { findGrounds } from './grounds.ts';

/** A finding whose hand-over a person may let count. */
export type CountedFinding = {
  readonly id: number;
  readonly terminal: TerminalId;
  readonly sequence: number;
  readonly code: FindingCode;
  readonly entry: unknown;
};

export type CountProblem = 'not-countable' | 'delivery-counted';

/** A hand-over that counts, as its row has it. */
type Counted = {
  readonly epoch: number;
  readonly terminal: TerminalId;
  readonly sequence: number | null;
  readonly finding: number | null;
  readonly token: TokenId | null;
  readonly factor: number | null;
};

/** How a delivery stood before a person let a hand-over of it count. */
export type Before = {
  readonly delivery: DeliveryId;
  readonly status: string;
  /** What counted instead; null: nothing did. */
  readonly counted: Counted | null;
};

/** Entries that the terminal signed: the first three are stored nowhere else. */
const UNSTORED: ReadonlySet<FindingCode> = new Set(['forked', 'broken-chain', 'gap']);

/** What a person may let count though it did not: the last in the place of the one that did. */
export const COUNTABLE: ReadonlySet<FindingCode> = new Set([
  ...UNSTORED,
  'no-such-delivery',
  'second-hand-over',
]);

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

const statusOf = async (tx: Transaction, depot: DepotId, id: DeliveryId): Promise<string> =>
  (
    await tx.query<{ status: string }>('select status from delivery where depot = $1 and id = $2', [
      depot,
      id,
    ])
  ).rows[0]?.status ?? 'open';

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
  row: CountedFinding,
  said: Entry,
  handOver: HandOverContent,
  verify: Ports['verify'],
): Promise<boolean> => {
  if (!COUNTABLE.has(row.code)) return false;
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

const HAND_OVER = 'epoch, terminal, sequence, finding, token, factor';

/** What counts of a delivery now; it is taken away where another is to count in its place. */
const readCounted = async (
  tx: Transaction,
  depot: DepotId,
  delivery: DeliveryId,
  isReplaced: boolean,
): Promise<Counted | null> => {
  const { rows } = await tx.query<Counted>(
    isReplaced
      ? `delete from hand_over where depot = $1 and delivery = $2 returning ${HAND_OVER}`
      : `select ${HAND_OVER} from hand_over where depot = $1 and delivery = $2`,
    [depot, delivery],
  );
  return rows[0] ?? null;
};

const putCounted = async (
  tx: Transaction,
  depot: DepotId,
  delivery: DeliveryId,
  { epoch, terminal, sequence, finding, token, factor }: Counted,
): Promise<boolean> => {
  const { rowCount } = await tx.query(
    `insert into hand_over (depot, delivery, epoch, terminal, sequence, finding, token, factor)
     values ($1, $2, $3, $4, $5, $6, $7, $8) on conflict do nothing`,
    [depot, delivery, epoch, terminal, sequence, finding, token, factor],
  );
  return rowCount === 1;
};

/**
 * Lets the hand-over of a finding count, whose presence holds or cannot be looked at any more. A
 * second acceptance counts in the place of the first. Gives how it was before, so that it can be put
 * back. Where it refuses, the transaction must not be committed.
 */
export const countFinding = async (
  tx: Transaction,
  depot: DepotId,
  row: CountedFinding,
  verify: Ports['verify'],
  now: Instant,
): Promise<Result<Before, CountProblem>> => {
  const read = entry.safeParse(row.entry);
  if (!read.success || read.data.content.kind !== 'hand-over') return err('not-countable');
  const { content } = read.data;
  if (!(await isCountable(tx, depot, row, read.data, content, verify))) return err('not-countable');
  const { delivery, epoch, proof } = content;
  const status = await statusOf(tx, depot, delivery);
  const isSecond = row.code === 'second-hand-over';
  const counted = await readCounted(tx, depot, delivery, isSecond);
  if (counted !== null && !isSecond) return err('delivery-counted');
  await tx.query(
    `insert into delivery_epoch (depot, delivery, epoch) values ($1, $2, $3)
     on conflict do nothing`,
    [depot, delivery, epoch],
  );
  const isStored = !UNSTORED.has(row.code);
  const [token, factor] = await factorOf(tx, depot, proof);
  const isPut = await putCounted(tx, depot, delivery, {
    epoch,
    terminal: row.terminal,
    sequence: isStored ? row.sequence : null,
    finding: isStored ? null : row.id,
    token,
    factor,
  });
  if (!isPut) return err('delivery-counted');
  await closeDeliveries(tx, { depot, id: row.terminal }, [content], now);
  return ok({ delivery, status, counted });
};

/**
 * Takes back that the hand-over with this entry counts, and puts back what counted before. A delivery
 * of which nothing counts any more is not open again: its code is gone. False, and nothing is done, if
 * another one counts meanwhile.
 */
export const uncount = async (
  tx: Transaction,
  depot: DepotId,
  entryHash: Hash,
  { delivery, status, counted }: Before,
  now: Instant,
): Promise<boolean> => {
  const { rowCount } = await tx.query(
    `delete from hand_over h where h.depot = $1 and h.delivery = $2 and (
       exists (select 1 from finding f where f.depot = h.depot and f.id = h.finding
         and f.entry_hash = $3)
       or exists (select 1 from entry e where e.depot = h.depot and e.terminal = h.terminal
         and e.sequence = h.sequence and e.hash = $3))`,
    [depot, delivery, entryHash],
  );
  if (rowCount !== 1) return false;
  if (counted !== null) {
    if (!(await putCounted(tx, depot, delivery, counted))) return false;
    await tx.query('update delivery set version = version + 1 where depot = $1 and id = $2', [
      depot,
      delivery,
    ]);
    return true;
  }
  await tx.query(
    `update delivery set version = version + 1, status = case when $3 <> 'open' then $3
       when not_after <= $4 then 'expired' else 'undelivered' end
     where depot = $1 and id = $2`,
    [depot, delivery, status, at(now)],
  );
  return true;
};
