import type {
  Day,
  DeliveryId,
  DepotId,
  Instant,
  RouteId,
  TerminalId,
} from '../../../shared/protocol/ids.ts';
import { fold, wordsToFind } from '../../../shared/protocol/search/fold.ts';
import { dayOf } from '../../../shared/protocol/time/zoned-day.ts';
import { lookUpBeyond } from '../database/depot-wall.ts';
import { at, type Database } from '../database/pool.ts';
import { labelEnd, phoneEnd, queryOf, referenceIn } from '../deliveries/find-deliveries.ts';
import { type DeliveryView, viewDeliveries } from '../deliveries/routes.ts';
import type { Depot } from '../depots/depots.ts';

/** So many of each kind are told: whoever does not see theirs types more. */
const SHOWN = 8;
/** So many are looked at of what matches in one way; a name that half of a town has, has no more. */
const LOOKED_AT = 200;

type FoundRoute = {
  readonly id: RouteId;
  readonly name: string;
  readonly day: Day;
  readonly driver: string | null;
  readonly terminal: string | null;
};

type FoundTerminal = {
  readonly id: TerminalId;
  readonly name: string;
  /** The route that it has today. */
  readonly route: RouteId | null;
};

type Found = {
  readonly stops: readonly DeliveryView[];
  readonly routes: readonly FoundRoute[];
  readonly terminals: readonly FoundTerminal[];
  /** Whether there is more of one kind than is told. */
  readonly hasMore: boolean;
};

const WORDS = `searched(customer, address) @@ to_tsquery('simple', $2)`;

/**
 * Those that are known by their reference first, then those that are open, each kind by how near its
 * arrival is. No list of matches is read whole: without an order the database stops at enough of them.
 */
const findStops = async (
  db: Database,
  depot: DepotId,
  text: string,
  now: Instant,
): Promise<readonly DeliveryView[]> => {
  const lookUp = () =>
    db.query<{ depot: DepotId; id: DeliveryId }>(
      `select depot, id from (
         (select depot, id, short_id, status, arrival from delivery
           where depot = $1 and short_id = $5 limit ${LOOKED_AT})
         union (select depot, id, short_id, status, arrival from delivery
           where depot = $1 and reverse(phone) like $3 limit ${LOOKED_AT})
         union (select d.depot, d.id, d.short_id, d.status, d.arrival
           from (select depot, delivery from parcel
             where depot = $1 and reverse(label) like $4 limit ${LOOKED_AT}) p
             join delivery d on d.depot = p.depot and d.id = p.delivery)
         union (select depot, id, short_id, status, arrival from delivery
           where depot = $1 and status = 'open' and ${WORDS} limit ${LOOKED_AT})
         union (select depot, id, short_id, status, arrival from delivery
           where depot = $1 and ${WORDS} limit ${LOOKED_AT})) found
     order by coalesce(short_id = $5, false) desc, status = 'open' desc,
       abs(extract(epoch from arrival - $6::timestamptz)), id
     limit ${SHOWN + 1}`,
      [depot, queryOf(text), phoneEnd(text), labelEnd(text), referenceIn(text), at(now)],
    );
  const { rows } = await lookUpBeyond([depot], lookUp);
  return viewDeliveries(db, rows);
};

/** The routes of yesterday, today and tomorrow. */
const readRoutes = async (
  db: Database,
  depot: DepotId,
  today: Day,
): Promise<readonly FoundRoute[]> =>
  (
    await db.query<FoundRoute>(
      `select r.id, r.name, r.day, driver.name as driver, t.name as terminal
       from route r left join driver on driver.depot = r.depot and driver.id = r.driver
         left join terminal t on t.depot = r.depot and t.id = r.terminal
       where r.depot = $1 and r.day between $2::date - 1 and $2::date + 1
       order by r.day = $2::date desc, r.day desc, r.name`,
      [depot, today],
    )
  ).rows;

const readTerminals = async (
  db: Database,
  depot: DepotId,
  today: Day,
): Promise<readonly FoundTerminal[]> =>
  (
    await db.query<FoundTerminal>(
      `select t.id, t.name, (select r.id from route r where r.depot = t.depot
           and r.terminal = t.id and r.day = $2 order by r.name limit 1) as route
       from terminal t where t.depot = $1 and t.revoked_at is null order by t.name, t.id`,
      [depot, today],
    )
  ).rows;

/** Whether each word that is looked for begins one of a thing's names. */
const matches = (words: readonly string[], ...names: readonly (string | null)[]): boolean => {
  const own = fold(names.join(' ')).split(' ');
  return words.length > 0 && words.every((word) => own.some((name) => name.startsWith(word)));
};

/** Whatever of a depot somebody means who types this. */
export const searchDepot = async (
  db: Database,
  { id, timeZone }: Pick<Depot, 'id' | 'timeZone'>,
  text: string,
  now: Instant,
): Promise<Found> => {
  const today = dayOf(now, timeZone);
  const words = wordsToFind(text);
  const [stops, routes, terminals] = await Promise.all([
    findStops(db, id, text, now),
    readRoutes(db, id, today),
    readTerminals(db, id, today),
  ]);
  const found = {
    stops,
    routes: routes.filter(({ name, driver, terminal }) => matches(words, name, driver, terminal)),
    terminals: terminals.filter(({ name }) => matches(words, name)),
  };
  return {
    stops: found.stops.slice(0, SHOWN),
    routes: found.routes.slice(0, SHOWN),
    terminals: found.terminals.slice(0, SHOWN),
    hasMore: Object.values(found).some(({ length }) => length > SHOWN),
  };
};
