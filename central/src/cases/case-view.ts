import { z } from 'zod';
import { findingCode, rolledBackReport } from '../../../shared/protocol/api/terminal.ts';
import {
  deliveryId,
  depotId,
  driverId,
  instant,
  shortId,
  terminalId,
} from '../../../shared/protocol/ids.ts';
import { exceptionOutcome } from '../../../shared/protocol/outcome.ts';
import { trustedTime } from '../../../shared/protocol/time/trusted-time.ts';
import { COUNTABLE } from '../proof/count-finding.ts';
import { settledAs, settledCode } from './decisions.ts';

const person = z.object({ id: z.uuid(), name: z.string() });

/** A case as lists have it. */
export const caseView = z
  .object({
    id: z.int(),
    depot: depotId,
    kind: z.enum(['finding', 'exception']),
    /** What weighs most of what was found, or the driver's reason. */
    code: z.union([findingCode, exceptionOutcome]),
    /** All that was found of the entry. */
    codes: z.array(findingCode).readonly(),
    /** The same for cases that can be decided together. */
    like: z.string(),
    terminal: z.object({ id: terminalId, name: z.string() }),
    driver: z.object({ id: driverId, name: z.string() }).nullable(),
    delivery: z
      .object({
        id: deliveryId,
        shortId,
        customer: z.string(),
        address: z.array(z.string()).readonly(),
        route: z.string(),
      })
      .nullable(),
    sequence: z.int(),
    /** What kind of entry it is; null: the terminal reported it without one. */
    entry: z.string().nullable(),
    /** When it happened, as the terminal says. */
    claimed: trustedTime.nullable(),
    openedAt: instant,
    times: z.int(),
    lastAt: instant,
    /** What a person can make of it. That it counts can still be refused: its proof is looked at. */
    choices: z.array(settledAs.exclude(['resolved'])).readonly(),
    assigned: person.extend({ at: instant }).nullable(),
    settled: z
      .object({
        as: settledAs,
        code: settledCode,
        by: z.string(),
        at: instant,
        reason: z.string(),
      })
      .nullable(),
  })
  .meta({ id: 'Case' });
export type CaseView = z.infer<typeof caseView>;

/** One case, with what was done with it, and what the terminal reported if it was no entry. */
export const wholeCase = caseView
  .extend({
    detail: rolledBackReport.nullable(),
    events: z
      .array(
        z.object({
          at: instant,
          by: z.string(),
          what: z.enum(['assigned', 'settled', 'reopened']),
          to: person.nullable(),
          as: z.string().nullable(),
          code: z.string().nullable(),
          reason: z.string(),
        }),
      )
      .readonly(),
  })
  .meta({ id: 'WholeCase' });

export type CaseRow = Omit<CaseView, 'choices' | 'assigned' | 'settled'> & {
  readonly assignedTo: string | null;
  readonly assignedName: string | null;
  readonly assignedAt: CaseView['openedAt'];
  readonly settledAs: NonNullable<CaseView['settled']>['as'] | null;
  readonly settledCode: NonNullable<CaseView['settled']>['code'];
  readonly settledBy: string;
  readonly settledAt: CaseView['openedAt'];
  readonly settledReason: string;
};

/** SQL: what a case `c` is, beside its own columns. */
export const CASE_COLUMNS = `c.id, c.depot, c.kind, c.code, c.likeness as "like", c.sequence,
  case when c.kind = 'finding' then array(select distinct f.code from finding f
    where f.depot = c.depot and (f.id = c.finding
      or (f.terminal = c.terminal and f.sequence = c.sequence and f.entry_hash = c.entry_hash))
    order by f.code) else '{}' end as codes,
  jsonb_build_object('id', t.id, 'name', t.name) as terminal,
  case when driver.id is not null
    then jsonb_build_object('id', driver.id, 'name', driver.name) end as driver,
  case when d.id is not null then jsonb_build_object('id', d.id, 'shortId', d.short_id,
    'customer', d.customer, 'address', d.address, 'route', route.name) end as delivery,
  said.entry->'content'->>'kind' as entry, said.entry->'time' as claimed,
  c.opened_at as "openedAt", coalesce(said.times, c.times) as times,
  coalesce(said.last_at, c.last_at) as "lastAt", c.assigned_to as "assignedTo",
  assignee.name as "assignedName", c.assigned_at as "assignedAt", c.settled_as as "settledAs",
  c.settled_code as "settledCode", coalesce(decider.name, c.settled_by) as "settledBy",
  c.settled_at as "settledAt", c.settled_reason as "settledReason"`;

/** SQL: where that comes from. What was found of an entry that is stored by now is only there. */
export const CASE_JOINS = `
  join terminal t on t.depot = c.depot and t.id = c.terminal
  left join lateral (
    select f.entry, f.times, f.last_at, f.detail from finding f
      where f.depot = c.depot and f.id = c.finding
    union all
    select e.entry, null, null, null from entry e where e.depot = c.depot
      and e.terminal = c.terminal and e.sequence = c.sequence and e.hash = c.entry_hash
    limit 1) said on true
  left join driver on driver.depot = c.depot and driver.id = (said.entry->>'driver')::uuid
  left join delivery d on d.depot = c.depot and d.id = c.delivery
  left join route on route.depot = c.depot and route.id = d.route
  left join operator assignee on assignee.id = c.assigned_to
  left join operator decider on decider.id::text = c.settled_by`;

const choicesOf = ({ kind, codes, entry, delivery }: CaseRow): CaseView['choices'] => {
  if (kind === 'exception') return ['noted'];
  const mayCount =
    entry === 'hand-over' && delivery !== null && codes.some((code) => COUNTABLE.has(code));
  return mayCount ? ['counted', 'dismissed'] : ['dismissed'];
};

/** A case as operators see it. */
export const showCase = (row: CaseRow): CaseView => {
  const { assignedTo, assignedName, assignedAt, ...rest } = row;
  const { settledAs: as, settledCode: code, settledBy, settledAt, settledReason, ...own } = rest;
  return {
    ...own,
    choices: choicesOf(row),
    assigned:
      assignedTo === null ? null : { id: assignedTo, name: assignedName ?? '', at: assignedAt },
    settled: as === null ? null : { as, code, by: settledBy, at: settledAt, reason: settledReason },
  };
};
