import { err, ok, type Result } from '../../../shared/result.ts';
import { at, brokenUnique } from '../database/pool.ts';
import { ThrownProblem } from '../http/thrown-problem.ts';
import type { ActContext } from '../life/run-act.ts';
import { noteAct } from '../operators/acts.ts';
import { uncount } from '../proof/count-finding.ts';
import { addEvent } from './case-events.ts';
import { type LockedCase, lockCases } from './settle-cases.ts';

export type ReopenProblem = {
  readonly code: 'unknown-case' | 'case-open' | 'case-overtaken';
};

/** Whether the same entry, or delivery, is a case again already, or the delivery is delivered. */
const isAgain = async (
  { tx, depot }: ActContext,
  { kind, terminal, entryHash, delivery }: LockedCase,
): Promise<boolean> => {
  const { rowCount } = await tx.query(
    `select 1 from case_file where depot = $1 and settled_at is null and kind = $2
       and case when kind = 'exception' then delivery = $5
         else terminal = $3 and entry_hash = $4 end
     union all select 1 from hand_over
       where $2 = 'exception' and depot = $1 and delivery = $5`,
    [depot, kind, terminal, entryHash, delivery],
  );
  return rowCount !== 0;
};

/**
 * Takes a decision back that was wrong, with a reason: the case is open again, and what counted before
 * counts again. What was decided stays in its history.
 */
export const reopenCase = async (
  context: ActContext,
  id: number,
  reason: string,
): Promise<Result<null, ReopenProblem>> => {
  const { tx, operator, depot, now } = context;
  const [one] = await lockCases(tx, depot, [id], true);
  if (one === undefined) return err({ code: 'unknown-case' });
  const { settledAt, settledAs, before, entryHash, terminal, finding, delivery } = one;
  if (settledAt === null || settledAs === 'resolved') return err({ code: 'case-open' });
  if (await isAgain(context, one)) return err({ code: 'case-overtaken' });
  if (settledAs === 'counted') {
    // What was counted by a central of before has nothing that could be put back.
    const isBack =
      before !== null && entryHash !== null && (await uncount(tx, depot, entryHash, before, now));
    if (!isBack) return err({ code: 'case-overtaken' });
  }
  await tx.query(
    `update finding set settled_at = null, settled_by = null, settled_as = null,
       settled_reason = null
     where depot = $1 and settled_at = $5
       and (id = $2 or (terminal = $3 and entry_hash = $4))`,
    [depot, finding, terminal, entryHash, at(settledAt)],
  );
  try {
    await tx.query(
      `update case_file set settled_at = null, settled_by = null, settled_as = null,
         settled_code = null, settled_reason = null, before = null
       where depot = $1 and id = $2`,
      [depot, id],
    );
  } catch (error) {
    // Another terminal has said the same of the delivery at this moment.
    if (brokenUnique(error) === null) throw error;
    throw new ThrownProblem('case-overtaken');
  }
  const event = { what: 'reopened', to: null, as: null, code: null, reason } as const;
  await addEvent(tx, operator, depot, id, event, now);
  const subject = { case: id, terminal, was: settledAs ?? '' };
  await noteAct(tx, operator, 'case-reopened', subject, now, {
    depot,
    delivery,
    texts: { reason },
  });
  return ok(null);
};
