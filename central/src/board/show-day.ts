import type {
  Day,
  DepotId,
  DriverId,
  Instant,
  RouteId,
  TerminalId,
} from '../../../shared/protocol/ids.ts';
import { dayOf } from '../../../shared/protocol/time/zoned-day.ts';
import type { Database } from '../database/pool.ts';
import type { Depot } from '../depots/depots.ts';
import { judgeDrift } from './judge-route.ts';

type Row = {
  readonly id: RouteId;
  readonly version: number;
  readonly name: string;
  readonly driver: { readonly id: DriverId; readonly name: string } | null;
  readonly terminal: { readonly id: TerminalId; readonly name: string } | null;
  readonly heardAt: Instant | null;
  readonly delivered: number;
  readonly notDelivered: number;
  readonly open: number;
  readonly cancelled: number;
  readonly nextArrival: Instant | null;
  readonly closedAt: number | null;
  readonly closedArrival: Instant | null;
  readonly unsent: number;
};

export type DayRoute = Pick<
  Row,
  'id' | 'version' | 'name' | 'driver' | 'terminal' | 'heardAt' | 'nextArrival' | 'unsent'
> & {
  /** Without those that were cancelled. */
  readonly stops: { readonly [S in 'total' | 'delivered' | 'notDelivered' | 'open']: number };
  readonly cancelled: number;
  /** How far it is behind, in milliseconds; less than 0: ahead; null: not known, or not this day's. */
  readonly behindMs: number | null;
};

export type DepotDay = {
  readonly at: Instant;
  readonly day: Day;
  readonly today: Day;
  readonly routes: readonly DayRoute[];
};

/** So many of a terminal's newest entries are looked at for a stop that has ended. */
const NEWEST_ENTRIES = 20;

// What a terminal says last it says of the route that it is on: no other day's is looked for.
const readRoutes = async (
  db: Database,
  depot: DepotId,
  day: Day,
  isToday: boolean,
  only: RouteId | null,
): Promise<readonly Row[]> =>
  (
    await db.query<Row>(
      `select r.id, r.version, r.name,
         case when r.driver is null then null
           else jsonb_build_object('id', r.driver, 'name', driver.name) end as driver,
         case when r.terminal is null then null
           else jsonb_build_object('id', r.terminal, 'name', t.name) end as terminal,
         t.last_dock as "heardAt", stops.*, last.at as "closedAt", last.arrival as "closedArrival",
         coalesce(failed.count, 0) as unsent
       from route r
         left join driver on driver.depot = r.depot and driver.id = r.driver
         left join terminal t on t.depot = r.depot and t.id = r.terminal
         cross join lateral (
           select count(*) filter (where d.status = 'open' and d.exception is null) as open,
             count(*) filter (where d.status = 'delivered') as delivered,
             count(*) filter (where d.status in ('undelivered', 'expired')
               or (d.status = 'open' and d.exception is not null)) as "notDelivered",
             count(*) filter (where d.status = 'cancelled') as cancelled,
             min(d.arrival) filter (where d.status = 'open' and d.exception is null)
               as "nextArrival"
           from delivery d where d.depot = r.depot and d.route = r.id) stops
         left join lateral (
           select (e.entry->'time'->>'at')::bigint as at, d.arrival
           from (select kind, sequence, delivery, entry from entry
               where entry.depot = r.depot and entry.terminal = r.terminal and $3
               order by sequence desc limit ${NEWEST_ENTRIES}) e
             join delivery d on d.depot = r.depot and d.route = r.id
               and d.id = e.delivery
           where e.kind in ('hand-over', 'exception')
           order by e.sequence desc limit 1) last on true
         left join (
           select d.route, count(*) as count
           from message m join issue i on i.depot = m.depot and i.id = m.issue
             join delivery d on d.depot = i.depot and d.id = i.delivery
           where m.depot = $1 and m.state = 'failed' and m.kind = 'code' and not m.over
             and i.state = 'active' and d.status = 'open'
           group by d.route) failed on failed.route = r.id
       where r.depot = $1 and r.day = $2 and ($4::uuid is null or r.id = $4)`,
      [depot, day, isToday, only],
    )
  ).rows;

const viewOf = ({
  delivered,
  notDelivered,
  open,
  closedAt,
  closedArrival,
  ...row
}: Row): DayRoute => ({
  ...row,
  stops: { total: delivered + notDelivered + open, delivered, notDelivered, open },
  behindMs: judgeDrift({
    open,
    nextArrival: row.nextArrival,
    lastClosed:
      closedAt === null || closedArrival === null
        ? null
        : { at: closedAt as Instant, arrival: closedArrival },
    heardAt: row.heardAt,
  }),
});

const dayOfRoute = async (db: Database, depot: DepotId, route: RouteId): Promise<Day | null> =>
  (
    await db.query<{ day: Day }>('select day from route where depot = $1 and id = $2', [
      depot,
      route,
    ])
  ).rows[0]?.day ?? null;

const numeric = new Intl.Collator('en', { numeric: true });

/**
 * How the routes of a depot's day stand, today's unless another is asked for; or `only` one of them,
 * of whatever day it is.
 */
export const showDay = async (
  db: Database,
  { id, timeZone }: Pick<Depot, 'id' | 'timeZone'>,
  asked: Day | undefined,
  only: RouteId | undefined,
  now: Instant,
): Promise<DepotDay> => {
  const today = dayOf(now, timeZone);
  const own = only === undefined ? null : await dayOfRoute(db, id, only);
  const day = asked ?? own ?? today;
  const rows = await readRoutes(db, id, day, day === today, only ?? null);
  const routes = rows
    .map(viewOf)
    .map((route) => (day === today ? route : { ...route, behindMs: null }))
    .toSorted((a, b) => numeric.compare(a.name, b.name));
  return { at: now, day, today, routes };
};
