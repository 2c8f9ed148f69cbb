import type { DepotId, Instant } from '../../../shared/protocol/ids.ts';
import type { KnownOperator } from '../actors.ts';
import { at, type Database } from '../database/pool.ts';

/** Something that a person did with a case. */
export type CaseEvent = {
  readonly what: 'assigned' | 'settled' | 'reopened';
  /** Who was given it; null: nobody, or it was not about that. */
  readonly to: string | null;
  readonly as: string | null;
  readonly code: string | null;
  readonly reason: string;
};

/** Keeps what was done with a case, behind what was done before. The case must be locked. */
export const addEvent = async (
  db: Database,
  operator: KnownOperator,
  depot: DepotId,
  id: number,
  { what, to, as, code, reason }: CaseEvent,
  now: Instant,
): Promise<void> => {
  await db.query(
    `insert into case_event (depot, case_id, number, at, by, what, assigned_to, settled_as,
       settled_code, reason)
     select $1::uuid, $2::bigint, coalesce(max(number), 0) + 1, $3::timestamptz, $4::text, $5::text,
       $6::uuid, $7::text, $8::text, $9::text
     from case_event where depot = $1 and case_id = $2`,
    [depot, id, at(now), operator.id, what, to, as, code, reason],
  );
};

/** What was done with a case, and who did it, by name; the oldest first. */
export type ShownEvent = Omit<CaseEvent, 'to'> & {
  readonly at: Instant;
  readonly by: string;
  readonly to: { readonly id: string; readonly name: string } | null;
};

/** All that was done with a case. */
export const listEvents = async (
  db: Database,
  depot: DepotId,
  id: number,
): Promise<readonly ShownEvent[]> =>
  (
    await db.query<ShownEvent>(
      `select e.at, coalesce(who.name, e.by) as by, e.what, e.settled_as as "as",
         e.settled_code as code, e.reason,
         case when given.id is not null
           then jsonb_build_object('id', given.id, 'name', given.name) end as "to"
       from case_event e left join operator who on who.id::text = e.by
         left join operator given on given.id = e.assigned_to
       where e.depot = $1 and e.case_id = $2 order by e.number`,
      [depot, id],
    )
  ).rows;
