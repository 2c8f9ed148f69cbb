import type {
  Day,
  DepotId,
  DriverId,
  Instant,
  RouteId,
  TerminalId,
} from '../../../shared/protocol/ids.ts';
import { dayOf } from '../../../shared/protocol/time/zoned-day.ts';
import { at, type Database } from '../database/pool.ts';
import type { Depot } from '../depots/depots.ts';
import { type Judgement, judgeTerminal, type TerminalFacts } from './judge-terminal.ts';

/** Days before and after today whose routes are looked at, if they have open stops: older ones are over. */
const DAYS = 7;

type RouteRow = {
  readonly terminal: TerminalId;
  readonly id: RouteId;
  readonly name: string;
  readonly day: Day;
  readonly driver: DriverId;
  readonly driverName: string;
  readonly open: number;
  readonly delivered: number;
  readonly notDelivered: number;
  /** Of a route that has not begun: its terminal has not been given all of it. */
  readonly isLacking: boolean;
  readonly firstArrival: Instant | null;
  readonly lastArrival: Instant | null;
};

type TerminalRow = Pick<TerminalFacts, 'findings' | 'lastDock'> & {
  readonly id: TerminalId;
  readonly name: string;
};

export type BoardTerminal = TerminalRow &
  Judgement &
  Pick<TerminalFacts, 'open' | 'closed'> & {
    /** Its routes of today, and those of before that are not over. */
    readonly routes: readonly Pick<RouteRow, 'id' | 'name' | 'day'>[];
    readonly driver: { readonly id: DriverId; readonly name: string } | null;
    /** The route of a day to come, and whether the terminal has it already. */
    readonly next: (Pick<RouteRow, 'id' | 'name' | 'day'> & { readonly isOnIt: boolean }) | null;
  };

export type Board = {
  readonly at: Instant;
  readonly day: Day;
  readonly counts: { readonly [S in 'total' | 'in' | 'out' | 'needsYou']: number };
  readonly stops: { readonly [S in 'total' | 'delivered' | 'notDelivered' | 'open']: number };
  readonly terminals: readonly BoardTerminal[];
};

/** Those that can be docked: a revoked or wiped terminal has nothing more to bring. */
const readTerminals = async (db: Database, depot: DepotId): Promise<readonly TerminalRow[]> =>
  (
    await db.query<TerminalRow>(
      `select t.id, t.name, t.last_dock as "lastDock",
         (select count(*) from finding f where f.depot = t.depot and f.terminal = t.id
            and f.settled_at is null) as findings
       from terminal t where t.depot = $1 and t.revoked_at is null
         and not exists (select 1 from entry e where e.depot = t.depot and e.terminal = t.id
           and e.kind = 'wiped' and e.sequence = t.acknowledged)
       order by t.name, t.id`,
      [depot],
    )
  ).rows;

// A stop that ended without a code is open until its time is over: the driver may come again.
// A terminal has what was issued for it before it was last given all that there was; where a route has
// begun nobody asks. Which routes are asked about is settled first: else every stop that the depot ever
// had is looked at.
const readRoutes = async (
  db: Database,
  depot: DepotId,
  day: Day,
  now: Instant,
): Promise<readonly RouteRow[]> =>
  (
    await db.query<RouteRow>(
      `with asked as materialized (
         select r.depot, r.terminal, r.id, r.name, r.day, r.driver from route r
         where r.depot = $1 and r.day between $2::date - $3::int and $2::date + $3::int
           and (r.day >= $2 or exists (select 1 from delivery d
             where d.depot = r.depot and d.route = r.id and d.status = 'open')))
       select r.terminal, r.id, r.name, r.day, r.driver, driver.name as "driverName", stops.*,
         case when r.day > $2 or (delivered + "notDelivered" = 0 and "firstArrival" > $4)
           then exists (select 1 from delivery d
             where d.depot = r.depot and d.route = r.id and d.status = 'open'
               and (t.given_at is null or not exists (select 1 from issue i
                 where i.depot = d.depot and i.delivery = d.id and i.state = 'active'
                   and i.terminal = r.terminal and i.created_at <= t.given_at)))
           else false end as "isLacking"
       from asked r
         join terminal t on t.depot = r.depot and t.id = r.terminal
         join driver on driver.depot = r.depot and driver.id = r.driver
         cross join lateral (
           select count(*) filter (where d.status = 'open' and d.exception is null) as open,
             count(*) filter (where d.status = 'delivered') as delivered,
             count(*) filter (where d.status in ('undelivered', 'expired')
               or (d.status = 'open' and d.exception is not null)) as "notDelivered",
             min(d.arrival) filter (where d.status <> 'cancelled') as "firstArrival",
             max(d.arrival) filter (where d.status = 'open' and d.exception is null) as "lastArrival"
           from delivery d
           where d.depot = r.depot and d.route = r.id having count(*) > 0) stops
       order by r.day, r.name`,
      [depot, day, DAYS, at(now)],
    )
  ).rows;

const sumOf = <T>(rows: readonly T[], count: (row: T) => number): number =>
  rows.reduce((sum, row) => sum + count(row), 0);

const leastOf = (instants: readonly (Instant | null)[], of: typeof Math.min): Instant | null => {
  const known = instants.filter((instant) => instant !== null);
  return known.length === 0 ? null : (of(...known) as Instant);
};

const viewOf = (
  terminal: TerminalRow,
  routes: readonly RouteRow[],
  today: Day,
  now: Instant,
  { leaseMs }: { readonly leaseMs: number },
): BoardTerminal => {
  const current = routes.filter(({ day, open }) => day === today || (day < today && open > 0));
  const next = routes.find(({ day }) => day > today);
  const open = sumOf(current, (route) => route.open);
  const closed = sumOf(current, (route) => route.delivered + route.notDelivered);
  const facts: TerminalFacts = {
    findings: terminal.findings,
    lastDock: terminal.lastDock,
    open,
    closed,
    isLacking: current.some(({ isLacking }) => isLacking),
    firstArrival: leastOf(
      current.map(({ firstArrival }) => firstArrival),
      Math.min,
    ),
    lastArrival: leastOf(
      current.map(({ lastArrival }) => lastArrival),
      Math.max,
    ),
  };
  const nameOf = ({ id, name, day }: RouteRow) => ({ id, name, day });
  const driven = current.at(-1);
  return {
    ...terminal,
    ...judgeTerminal(facts, now, { leaseMs }),
    open,
    closed,
    routes: current.map(nameOf),
    driver: driven === undefined ? null : { id: driven.driver, name: driven.driverName },
    next: next === undefined ? null : { ...nameOf(next), isOnIt: !next.isLacking },
  };
};

/** Who of a depot's terminals has come back today, who has not, and what needs a person. */
export const showBoard = async (
  db: Database,
  { id, timeZone, policy }: Pick<Depot, 'id' | 'timeZone' | 'policy'>,
  now: Instant,
): Promise<Board> => {
  const day = dayOf(now, timeZone);
  const [known, routes] = await Promise.all([readTerminals(db, id), readRoutes(db, id, day, now)]);
  const terminals = known.map((terminal) =>
    viewOf(
      terminal,
      routes.filter((route) => route.terminal === terminal.id),
      day,
      now,
      policy,
    ),
  );
  const count = (...states: readonly Judgement['state'][]): number =>
    terminals.filter(({ state }) => states.includes(state)).length;
  const shown = new Set(terminals.flatMap((terminal) => terminal.routes.map((route) => route.id)));
  const current = routes.filter((route) => shown.has(route.id));
  const [open, delivered, notDelivered] = (['open', 'delivered', 'notDelivered'] as const).map(
    (name) => sumOf(current, (route) => route[name]),
  ) as [number, number, number];
  return {
    at: now,
    day,
    counts: {
      total: terminals.length,
      in: count('in', 'ready', 'waiting'),
      out: count('out'),
      needsYou: count('needs-you'),
    },
    stops: { total: open + delivered + notDelivered, delivered, notDelivered, open },
    terminals,
  };
};
