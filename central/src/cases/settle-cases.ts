import type {
  DeliveryId,
  DepotId,
  Hash,
  Instant,
  TerminalId,
} from '../../../shared/protocol/ids.ts';
import { err, ok, type Result } from '../../../shared/result.ts';
import type { KnownOperator } from '../actors.ts';
import { at, type Transaction } from '../database/pool.ts';
import type { ActContext } from '../life/run-act.ts';
import { lockTerminals } from '../manifest/manifest-items.ts';
import { noteAct } from '../operators/acts.ts';
import type { Ports } from '../ports.ts';
import {
  type Before,
  COUNTABLE,
  type CountedFinding,
  countFinding,
} from '../proof/count-finding.ts';
import { addEvent } from './case-events.ts';
import type { Decision } from './decisions.ts';

/** A case that nobody else changes meanwhile. */
export type LockedCase = {
  readonly id: number;
  readonly kind: 'finding' | 'exception';
  readonly terminal: TerminalId;
  readonly sequence: number;
  readonly entryHash: Hash | null;
  readonly finding: number | null;
  readonly delivery: DeliveryId | null;
  readonly assignedTo: string | null;
  readonly assignedName: string | null;
  readonly settledAt: Instant | null;
  readonly settledAs: Decision['as'] | 'resolved' | null;
  readonly settledCode: string | null;
  readonly settledBy: string | null;
  readonly before: Before | null;
};

/** What somebody decided before: whoever comes second reads it. */
export type Settled = {
  readonly case: number;
  readonly as: LockedCase['settledAs'];
  readonly code: string | null;
  readonly by: string | null;
  readonly at: Instant | null;
};

export type SettleProblem =
  | { readonly code: 'unknown-case' }
  | { readonly code: 'case-settled'; readonly settled: readonly Settled[] }
  | {
      readonly code: 'other-decision' | 'not-countable' | 'delivery-counted';
      readonly case: number;
    };

/**
 * Locks cases for the rest of the transaction; before them their terminals, as a docking does, where
 * what a docking changes is changed. Fewer are given than were asked for if there are not so many.
 */
export const lockCases = async (
  tx: Transaction,
  depot: DepotId,
  ids: readonly number[],
  withTerminals: boolean,
): Promise<readonly LockedCase[]> => {
  if (withTerminals) {
    const { rows } = await tx.query<{ terminal: TerminalId }>(
      'select distinct terminal from case_file where depot = $1 and id = any($2::bigint[])',
      [depot, ids],
    );
    await lockTerminals(
      tx,
      depot,
      rows.map(({ terminal }) => terminal),
    );
  }
  const locked = await tx.query<LockedCase>(
    `select c.id, c.kind, c.terminal, c.sequence, c.entry_hash as "entryHash", c.finding, c.delivery,
       c.assigned_to as "assignedTo", assignee.name as "assignedName", c.settled_at as "settledAt",
       c.settled_as as "settledAs", c.settled_code as "settledCode",
       coalesce(decider.name, c.settled_by) as "settledBy", c.before
     from case_file c left join operator assignee on assignee.id = c.assigned_to
       left join operator decider on decider.id::text = c.settled_by
     where c.depot = $1 and c.id = any($2::bigint[]) order by c.id for update of c`,
    [depot, ids],
  );
  return locked.rows;
};

/** Those that somebody has decided, and how. */
export const settledOf = (cases: readonly LockedCase[]): readonly Settled[] =>
  cases.flatMap(({ id, settledAs, settledCode, settledBy, settledAt }) =>
    settledAt === null
      ? []
      : [{ case: id, as: settledAs, code: settledCode, by: settledBy, at: settledAt }],
  );

/** The finding of a case's entry that may count, if one of them may. */
const findCountable = async (
  tx: Transaction,
  depot: DepotId,
  { terminal, entryHash }: LockedCase,
): Promise<CountedFinding | null> => {
  const { rows } = await tx.query<CountedFinding>(
    `select id, terminal, sequence, code, entry from finding
     where depot = $1 and terminal = $2 and entry_hash = $3 and code = any($4)
       and settled_at is null order by id limit 1`,
    [depot, terminal, entryHash, [...COUNTABLE]],
  );
  return rows[0] ?? null;
};

/** All that was found of one entry is settled together: the same entry is not asked about again. */
const settleFindings = async (
  tx: Transaction,
  operator: KnownOperator,
  depot: DepotId,
  { terminal, entryHash, finding }: LockedCase,
  { as, reason, code }: Decision,
  now: Instant,
): Promise<void> => {
  await tx.query(
    `update finding set settled_at = $5, settled_by = $6, settled_as = $7, settled_reason = $8
     where depot = $1 and settled_at is null
       and (id = $2 or (terminal = $3 and entry_hash = $4))`,
    [depot, finding, terminal, entryHash, at(now), operator.id, as, reason ?? code],
  );
};

const settleOne = async (
  { tx, operator, depot, now }: ActContext,
  verify: Ports['verify'],
  one: LockedCase,
  decision: Decision,
): Promise<Result<null, SettleProblem>> => {
  const { id, kind, terminal, delivery, finding } = one;
  const { as, code, reason } = decision;
  if ((as === 'noted') !== (kind === 'exception')) return err({ code: 'other-decision', case: id });
  let before: Before | null = null;
  if (as === 'counted') {
    const countable = await findCountable(tx, depot, one);
    if (countable === null) return err({ code: 'not-countable', case: id });
    const counted = await countFinding(tx, depot, countable, verify, now);
    if (!counted.ok) return err({ code: counted.error, case: id });
    before = counted.value;
  }
  if (kind === 'finding') await settleFindings(tx, operator, depot, one, decision, now);
  await tx.query(
    `update case_file set settled_at = $3, settled_by = $4, settled_as = $5, settled_code = $6,
       settled_reason = $7, before = $8 where depot = $1 and id = $2`,
    [depot, id, at(now), operator.id, as, code, reason ?? '', before],
  );
  const event = { what: 'settled', to: null, as, code, reason: reason ?? '' } as const;
  await addEvent(tx, operator, depot, id, event, now);
  const act = kind === 'finding' ? 'finding-settled' : 'exception-settled';
  const subject = { case: id, terminal, as, code, ...(finding === null ? {} : { finding }) };
  const texts: Record<string, string> = reason === null ? {} : { reason };
  const about = kind === 'exception' && delivery !== null ? { delivery } : {};
  await noteAct(tx, operator, act, { ...subject, ...about }, now, { depot, delivery, texts });
  return ok(null);
};

/**
 * A person decides cases, all of them or none: that a hand-over counts, that it does not, or what
 * becomes of a delivery that was not delivered. Whoever comes second is told what was decided.
 */
export const settleCases = async (
  context: ActContext,
  verify: Ports['verify'],
  ids: readonly number[],
  decision: Decision,
): Promise<Result<null, SettleProblem>> => {
  const cases = await lockCases(context.tx, context.depot, ids, decision.as !== 'noted');
  if (cases.length < ids.length) return err({ code: 'unknown-case' });
  const settled = settledOf(cases);
  if (settled.length > 0) return err({ code: 'case-settled', settled });
  for (const one of cases) {
    const done = await settleOne(context, verify, one, decision);
    if (!done.ok) return done;
  }
  return ok(null);
};
