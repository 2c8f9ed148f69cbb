import { z } from 'zod';
import {
  type Day,
  type DeliveryId,
  type DepotId,
  type DriverId,
  day,
  type Instant,
  type ParcelLabel,
  type RouteId,
  routeId,
  type ShortId,
  type TerminalId,
  type TokenId,
} from '../../../shared/protocol/ids.ts';
import type { PageLanguage } from '../../../shared/protocol/link/page-fragment.ts';
import type { ExceptionOutcome, Recipient } from '../../../shared/protocol/outcome.ts';
import type { Database } from '../database/pool.ts';
import { cutPage, oneMore, type Page, type PageEnd } from '../http/pages.ts';

/** A route with how many of its deliveries stand where. */
export type RouteView = {
  readonly id: RouteId;
  /** Raised by each act that gives it to somebody, or takes it away. */
  readonly version: number;
  readonly depot: DepotId;
  readonly name: string;
  readonly day: Day;
  readonly driver: { readonly id: DriverId; readonly name: string } | null;
  readonly terminal: { readonly id: TerminalId; readonly name: string } | null;
  readonly deliveries: number;
  readonly open: number;
  readonly delivered: number;
  readonly expired: number;
  /** Ended by what the driver said: nobody home, refused, … */
  readonly undelivered: number;
  readonly cancelled: number;
};

/** By what routes are listed. */
export const routeKey = z.tuple([day, z.string(), routeId]);
type RouteKey = z.infer<typeof routeKey>;

export type RouteFilter = {
  readonly depots: readonly DepotId[];
  readonly route?: RouteId | undefined;
  readonly name?: string | undefined;
  readonly day?: Day | undefined;
};

/** A page of routes, the newest day first. */
export const listRoutes = async (
  db: Database,
  filter: RouteFilter,
  page: Page<RouteKey>,
): Promise<{ readonly routes: readonly RouteView[] } & PageEnd> => {
  const found = await db.query<RouteView>(
    `select r.id, r.version, r.depot, r.name, r.day,
       case when r.driver is null then null
         else jsonb_build_object('id', r.driver, 'name', driver.name) end as driver,
       case when r.terminal is null then null
         else jsonb_build_object('id', r.terminal, 'name', t.name) end as terminal, stops.*
     from (select own.* from unnest($1::uuid[]) as asked (depot) cross join lateral (
         select * from route where route.depot = asked.depot and ($2::uuid is null or id = $2)
           and ($3::text is null or name = $3) and ($4::date is null or day = $4)
           and ($5::date is null or day < $5 or (day = $5 and (name, id) > ($6, $7)))
         order by day desc, name, id limit $8) own
       order by day desc, name, id limit $8) r
       left join driver on driver.depot = r.depot and driver.id = r.driver
       left join terminal t on t.depot = r.depot and t.id = r.terminal
       cross join lateral (select count(*) as deliveries,
           count(*) filter (where status = 'open') as open,
           count(*) filter (where status = 'delivered') as delivered,
           count(*) filter (where status = 'expired') as expired,
           count(*) filter (where status = 'undelivered') as undelivered,
           count(*) filter (where status = 'cancelled') as cancelled
         from delivery d where d.depot = r.depot and d.route = r.id) stops
     order by r.day desc, r.name, r.id`,
    [
      filter.depots,
      filter.route ?? null,
      filter.name ?? null,
      filter.day ?? null,
      ...(page.cursor ?? [null, null, null]),
      oneMore(page),
    ],
  );
  const { rows, end } = cutPage(found.rows, page, ({ day, name, id }): RouteKey => [day, name, id]);
  return { routes: rows, ...end };
};

/** A delivery as operators see it, with its newest issue; of the code itself there is nothing. */
export type DeliveryView = {
  readonly id: DeliveryId;
  readonly depot: DepotId;
  readonly route: { readonly id: RouteId; readonly name: string; readonly day: Day };
  /** Raised by each act that changes it. */
  readonly version: number;
  readonly shortId: ShortId;
  readonly position: number;
  readonly customer: string;
  readonly address: readonly string[];
  /** The customer's, in messages and on the page; null: the depot's. */
  readonly language: PageLanguage | null;
  /** The last four digits of the number that messages go to. */
  readonly phoneEnd: string | null;
  readonly arrival: Instant;
  readonly notBefore: Instant;
  readonly notAfter: Instant;
  readonly parcels: readonly ParcelLabel[];
  readonly status: 'open' | 'delivered' | 'expired' | 'undelivered' | 'cancelled';
  /** How the stop ended without a code, as the driver said last; null: not, or it was taken back. */
  readonly exception: ExceptionOutcome | null;
  /** Parcels that stayed with the driver when the rest was delivered, as the driver says. */
  readonly kept: readonly ParcelLabel[];
  /** The hand-over that counts: when the terminal says that it was, what opened it, who took it. */
  readonly handOver: {
    readonly at: Instant;
    readonly by: 'code' | 'token' | 'pass' | 'override';
    readonly to: Recipient['to'];
  } | null;
  /** The customer's token, if there is one. */
  readonly token: { readonly id: TokenId; readonly serial: string } | null;
  readonly issue: {
    readonly id: string;
    readonly epoch: number;
    readonly terminal: TerminalId;
    readonly state: 'active' | 'used' | 'withdrawn' | 'expired';
    /** `none`: the customer has a token. */
    readonly sms: 'waiting' | 'sent' | 'delivered' | 'failed' | 'cancelled' | 'expired' | 'none';
    readonly smsDue: Instant | null;
    readonly smsSentAt: Instant | null;
    /** Whether central could send the code now: it still has it, and the terminal knows it. */
    readonly codeKept: boolean;
  } | null;
};

type IssueColumns = {
  readonly issueId: string | null;
  readonly epoch: number;
  readonly terminal: TerminalId;
  readonly state: NonNullable<DeliveryView['issue']>['state'];
  readonly sms: NonNullable<DeliveryView['issue']>['sms'];
  readonly smsDue: Instant | null;
  readonly smsSentAt: Instant | null;
  readonly codeKept: boolean;
};

/** SQL: what became of an issue's message. Without one nobody has a number, or the customer has a token. */
const SMS = `case when i.token is not null then 'none' when m.id is null then 'cancelled'
  when m.state = 'claimed' then 'waiting' when m.state = 'accepted' then 'sent' else m.state end`;

/** SQL: what of the entry that counts is shown of a delivery; null: none does. */
const HAND_OVER = `case when c.entry is null then null else jsonb_build_object(
  'at', c.entry->'time'->'at', 'to', c.entry->'content'->'recipient'->'to',
  'by', case when c.entry->'content'->>'purpose' = 'override' then 'override'
    else case c.entry->'content'->'proof'->>'scheme' when 'sealed' then 'code'
      when 'pass' then 'pass' else 'token' end end) end`;

const readDeliveries = async (
  db: Database,
  where: string,
  values: readonly unknown[],
): Promise<DeliveryView[]> => {
  const { rows } = await db.query<Omit<DeliveryView, 'issue'> & IssueColumns>(
    `select d.id, d.depot, d.version,
       jsonb_build_object('id', r.id, 'name', r.name, 'day', r.day) as route, d.short_id as "shortId", d.position, d.customer, d.address, d.language,
       right(d.phone, 4) as "phoneEnd", d.arrival,
       d.not_before as "notBefore", d.not_after as "notAfter", d.status, d.exception,
       array(select label from parcel where parcel.depot = d.depot and parcel.delivery = d.id
         order by label) as parcels,
       coalesce(c.entry->'content'->'kept', '[]') as kept, ${HAND_OVER} as "handOver",
       case when token.id is null then null
         else jsonb_build_object('id', token.id, 'serial', token.serial) end as token,
       i.id as "issueId", i.epoch, i.terminal, i.state, ${SMS} as sms, m.due as "smsDue",
       m.accepted_at as "smsSentAt", i.sealed_code is not null and not coalesce(m.awaits_docking, false) as "codeKept"
     from delivery d join route r on r.depot = d.depot and r.id = d.route
       left join lateral (select * from issue
       where issue.depot = d.depot and issue.delivery = d.id order by epoch desc limit 1) i on true
       left join message m on m.depot = i.depot and m.issue = i.id and m.kind = 'code'
       left join token on token.depot = d.depot and token.id = d.token
       left join hand_over h on h.depot = d.depot and h.delivery = d.id
       left join entry e on e.depot = h.depot and e.terminal = h.terminal
         and e.sequence = h.sequence
       left join finding f on f.depot = h.depot and f.id = h.finding
       cross join lateral (select coalesce(e.entry, f.entry) as entry) c
     where ${where} order by d.position, d.created_at`,
    [...values],
  );
  return rows.map(
    ({ issueId, epoch, terminal, state, sms, smsDue, smsSentAt, codeKept, ...delivery }) => ({
      ...delivery,
      issue:
        issueId === null
          ? null
          : { id: issueId, epoch, terminal, state, sms, smsDue, smsSentAt, codeKept },
    }),
  );
};

/** The deliveries of a route, in the order of the stops. */
export const listDeliveries = (
  db: Database,
  depot: DepotId,
  route: RouteId,
): Promise<DeliveryView[]> => readDeliveries(db, 'd.depot = $1 and d.route = $2', [depot, route]);

/** One delivery; null if there is none. */
export const viewDelivery = async (
  db: Database,
  depot: DepotId,
  delivery: DeliveryId,
): Promise<DeliveryView | null> =>
  (await readDeliveries(db, 'd.depot = $1 and d.id = $2', [depot, delivery]))[0] ?? null;

/** Deliveries that were found, in the order in which they were. */
export const viewDeliveries = async (
  db: Database,
  found: readonly { readonly depot: DepotId; readonly id: DeliveryId }[],
): Promise<DeliveryView[]> => {
  const views = await readDeliveries(db, 'd.depot = any($1) and d.id = any($2)', [
    [...new Set(found.map(({ depot }) => depot))],
    found.map(({ id }) => id),
  ]);
  const byId = new Map(views.map((view) => [view.id, view]));
  return found.flatMap(({ id }) => byId.get(id) ?? []);
};

/** The open deliveries that have a reference: one, unless two depots happen to have the same. */
export const findByReference = (
  db: Database,
  depots: readonly DepotId[],
  reference: ShortId,
): Promise<DeliveryView[]> =>
  readDeliveries(db, `d.depot = any($1) and d.short_id = $2 and d.status = 'open'`, [
    depots,
    reference,
  ]);
