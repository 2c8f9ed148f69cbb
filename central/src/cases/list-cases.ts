import { z } from 'zod';
import type { RolledBackReport } from '../../../shared/protocol/api/terminal.ts';
import { type DeliveryId, type DepotId, instant } from '../../../shared/protocol/ids.ts';
import type { Scope } from '../database/depot-of.ts';
import { at, type Database } from '../database/pool.ts';
import { cutPage, oneMore, type Page, type PageEnd } from '../http/pages.ts';
import { listEvents, type ShownEvent } from './case-events.ts';
import { CASE_COLUMNS, CASE_JOINS, type CaseRow, type CaseView, showCase } from './case-view.ts';

/** By what open cases are listed: like ones together, the oldest of them first. */
const openKey = z.tuple([z.string().max(200), z.int()]);
/** By what settled ones are: the last decision first. */
const settledKey = z.tuple([instant, z.int()]);
export const caseKey = z.union([openKey, settledKey]);

export type CaseFilter = Page<z.infer<typeof caseKey>> & {
  readonly state: 'open' | 'settled';
  readonly kind?: CaseView['kind'] | undefined;
  readonly like?: string | undefined;
  readonly delivery?: DeliveryId | undefined;
  /** Whose they are: an operator's, or nobody's. */
  readonly assigned?: string | undefined;
};

/** SQL: which cases `c` of a depot are asked for: $2 a terminal … $6 whose they are. */
const ASKED = `c.depot = asked.depot and ($2::uuid is null or c.terminal = $2)
  and ($3::text is null or c.kind = $3) and ($4::text is null or c.likeness = $4)
  and ($5::uuid is null or c.delivery = $5)
  and ($6::text is null or coalesce(c.assigned_to::text, 'nobody') = $6)`;

/** The two orders in which cases are listed: each is that of an index. */
const ORDERS = {
  open: {
    after: `c.settled_at is null and ($7::text is null or (c.likeness, c.id) > ($7, $8))`,
    by: 'c.likeness, c.id',
  },
  settled: {
    after: `c.settled_at is not null and ($7::text is null
      or (c.settled_at, c.id) < ($7::timestamptz, $8))`,
    by: 'c.settled_at desc, c.id desc',
  },
} as const;

/** A page of cases: those that somebody must decide, or those that are settled. */
export const listCases = async (
  db: Database,
  { depots, terminal }: Scope,
  { state, kind, like, delivery, assigned, ...page }: CaseFilter,
): Promise<{ readonly cases: readonly CaseView[] } & PageEnd> => {
  const { after, by } = ORDERS[state];
  const [place, id] = page.cursor ?? [null, null];
  const found = await db.query<CaseRow>(
    `select ${CASE_COLUMNS} from (select own.* from unnest($1::uuid[]) as asked (depot)
       cross join lateral (select * from case_file c where ${ASKED} and ${after}
         order by ${by} limit $9) own) c ${CASE_JOINS}
     order by ${by} limit $9`,
    [
      depots,
      terminal,
      kind ?? null,
      like ?? null,
      delivery ?? null,
      assigned ?? null,
      typeof place === 'number' ? at(place) : place,
      id,
      oneMore(page),
    ],
  );
  const { rows, end } = cutPage(
    found.rows,
    page,
    (row): z.infer<typeof caseKey> =>
      state === 'open' ? [row.like, row.id] : [row.settledAt, row.id],
  );
  return { cases: rows.map(showCase), ...end };
};

/** One case, whole; null: there is none. */
export const findCase = async (
  db: Database,
  depot: DepotId,
  id: number,
): Promise<
  | (CaseView & {
      readonly detail: RolledBackReport | null;
      readonly events: readonly ShownEvent[];
    })
  | null
> => {
  const { rows } = await db.query<CaseRow & { readonly detail: RolledBackReport | null }>(
    `select ${CASE_COLUMNS}, said.detail from case_file c ${CASE_JOINS}
     where c.depot = $1 and c.id = $2`,
    [depot, id],
  );
  const [row] = rows;
  if (row === undefined) return null;
  const { detail, ...shown } = row;
  return { ...showCase(shown), detail, events: await listEvents(db, depot, id) };
};

/** How many open cases are alike, the weightiest first. */
export type Alike = Pick<CaseView, 'like' | 'kind' | 'code' | 'terminal'> & {
  readonly count: number;
  readonly first: number;
};

/** What of a depot somebody must decide, counted. */
export const countCases = async (
  db: Database,
  depot: DepotId,
  operator: string,
): Promise<{
  readonly open: number;
  readonly own: number;
  readonly alike: readonly Alike[];
}> => {
  const { rows } = await db.query<Alike & { readonly own: number }>(
    `select c.likeness as "like", c.kind, min(c.code) as code, count(*) as count,
       count(*) filter (where c.assigned_to = $2) as own, min(c.id) as first,
       jsonb_build_object('id', min(t.id::text), 'name', min(t.name)) as terminal
     from case_file c join terminal t on t.depot = c.depot and t.id = c.terminal
     where c.depot = $1 and c.settled_at is null
     group by c.likeness, c.kind order by c.likeness`,
    [depot, operator],
  );
  const sum = (count: (row: (typeof rows)[number]) => number): number =>
    rows.reduce((total, row) => total + count(row), 0);
  return {
    open: sum(({ count }) => count),
    own: sum(({ own }) => own),
    alike: rows.map(({ own, ...alike }) => alike),
  };
};
