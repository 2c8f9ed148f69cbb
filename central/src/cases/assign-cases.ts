import type { DepotId } from '../../../shared/protocol/ids.ts';
import { err, ok, type Result } from '../../../shared/result.ts';
import type { Grant } from '../actors.ts';
import { at, type Database } from '../database/pool.ts';
import type { ActContext } from '../life/run-act.ts';
import { noteAct } from '../operators/acts.ts';
import { depotsWith } from '../operators/rights.ts';
import { addEvent } from './case-events.ts';
import { lockCases, type Settled, settledOf } from './settle-cases.ts';

/** Somebody who can be given a case. */
export type Colleague = { readonly id: string; readonly name: string };

/** A case that is given to somebody, and who had it as far as whoever gives it has seen. */
export type Given = { readonly id: number; readonly from: string | null };

export type AssignProblem =
  | { readonly code: 'unknown-case' | 'unknown-operator' }
  | { readonly code: 'case-settled'; readonly settled: readonly Settled[] }
  | {
      readonly code: 'case-assigned';
      readonly assigned: readonly { readonly case: number; readonly to: string | null }[];
    };

/** The people who may settle cases of a depot, by name. */
export const listColleagues = async (
  db: Database,
  depot: DepotId,
): Promise<readonly Colleague[]> => {
  const { rows } = await db.query<Colleague & { readonly grants: readonly Grant[] }>(
    `select o.id, o.name, jsonb_agg(jsonb_build_object('name', g.name, 'depot', g.depot)) as grants
     from operator o join operator_grant g on g.operator = o.id
     where o.removed_at is null and o.kind = 'person' and (g.depot is null or g.depot = $1)
     group by o.id, o.name order by o.name, o.id`,
    [depot],
  );
  return rows
    .filter(({ grants }) => {
      const depots = depotsWith(grants, 'settle');
      return depots === 'all' || depots.includes(depot);
    })
    .map(({ id, name }) => ({ id, name }));
};

/** Gives cases to somebody, or (null) to nobody; all of them or none. */
export const assignCases = async (
  { tx, operator, depot, now }: ActContext,
  given: readonly Given[],
  to: string | null,
): Promise<Result<null, AssignProblem>> => {
  // Whoever acts may take a case themselves, whatever they are.
  const isKnown =
    to === null ||
    to === operator.id ||
    (await listColleagues(tx, depot)).some(({ id }) => id === to);
  if (!isKnown) return err({ code: 'unknown-operator' });
  const cases = await lockCases(
    tx,
    depot,
    given.map(({ id }) => id),
    false,
  );
  if (cases.length < given.length) return err({ code: 'unknown-case' });
  const settled = settledOf(cases);
  if (settled.length > 0) return err({ code: 'case-settled', settled });
  const seen = new Map(given.map(({ id, from }) => [id, from]));
  const taken = cases.filter(({ id, assignedTo }) => assignedTo !== seen.get(id));
  if (taken.length > 0) {
    const assigned = taken.map(({ id, assignedName }) => ({ case: id, to: assignedName }));
    return err({ code: 'case-assigned', assigned });
  }
  // Also where nobody else has it then: that somebody said so is in its history.
  for (const { id } of cases) {
    await tx.query(
      `update case_file set assigned_to = $3,
         assigned_at = case when $3::uuid is null then null else $4::timestamptz end
       where depot = $1 and id = $2`,
      [depot, id, to, at(now)],
    );
    const event = { what: 'assigned', to, as: null, code: null, reason: '' } as const;
    await addEvent(tx, operator, depot, id, event, now);
    await noteAct(tx, operator, 'case-assigned', { case: id, ...(to === null ? {} : { to }) }, now);
  }
  return ok(null);
};
