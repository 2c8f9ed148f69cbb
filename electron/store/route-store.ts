import type { Database, Statement } from 'better-sqlite3';
import { z } from 'zod';
import { type DeliveryId, day, deliveryId, driverId, routeId } from '../../shared/protocol/ids.ts';
import { wordsToFind } from '../../shared/protocol/search/fold.ts';
import type { Route, RouteLook, RouteStops } from '../app/ports/store.ts';

const progressRow = z.object({ total: z.int(), done: z.int() });
const countRow = z.object({ count: z.int() });
const idRow = z.object({ id: deliveryId });
const pageRows = z.array(idRow);
const routeRows = z.array(
  z
    .object({ id: routeId, name: z.string(), day, driver: driverId, driver_name: z.string() })
    .transform(
      ({ driver, driver_name, ...row }): Route => ({
        ...row,
        driver: { id: driver, name: driver_name },
      }),
    ),
);

const OVER = '(acceptance.delivery IS NOT NULL OR exception.delivery IS NOT NULL)';
/** What was handed over here stays on the list until it is erased, though central has ended it. */
const STOPS = `FROM delivery
  LEFT JOIN acceptance ON acceptance.delivery = delivery.id
  LEFT JOIN exception ON exception.delivery = delivery.id
  WHERE route = $route AND (withdrawn = 0 OR acceptance.delivery IS NOT NULL)`;
const FILTERS: { readonly [F in RouteLook['filter']]: string } = {
  all: '',
  open: `AND NOT ${OVER}`,
  done: `AND ${OVER}`,
};
/** Every word that is searched for, whichever order it stands in. */
const FOUND = `AND NOT EXISTS (
  SELECT 1 FROM json_each($words) AS word WHERE instr(search, word.value) = 0)`;

type RouteStore = {
  /** Every route that the terminal has, in the order of day and name. */
  readonly routes: () => readonly Route[];
  readonly stopsOf: (route: Route['id']) => Omit<RouteStops, 'page'> & {
    readonly idsOf: (
      look: RouteLook,
      from: number,
      size: number,
    ) => readonly { readonly id: DeliveryId }[];
  };
};

type Asked = { readonly statement: Statement; readonly given: object };

/** The routes by pages: the store looks for the rows, so that nobody reads ten thousand for ten. */
export const makeRouteStore = (database: Database): RouteStore => {
  const routes = database.prepare('SELECT * FROM route ORDER BY day, name, id');
  const progress = database.prepare(
    `SELECT count(*) AS total, count(iif(${OVER}, 1, NULL)) AS done ${STOPS}`,
  );
  const next = database.prepare(`SELECT id ${STOPS} AND NOT ${OVER} ORDER BY position, id LIMIT 1`);
  // Where nothing is searched for, no row is looked into for it.
  const prepare = (select: (where: string) => string) => {
    const by = (filter: string) => ({
      any: database.prepare(select(`${STOPS} ${filter}`)),
      found: database.prepare(select(`${STOPS} ${filter} ${FOUND}`)),
    });
    const filters = { all: by(FILTERS.all), open: by(FILTERS.open), done: by(FILTERS.done) };
    return ({ filter, search }: RouteLook, more: object): Asked => {
      const words = wordsToFind(search);
      return words.length === 0
        ? { statement: filters[filter].any, given: more }
        : { statement: filters[filter].found, given: { ...more, words: JSON.stringify(words) } };
    };
  };
  const matching = prepare((where) => `SELECT count(*) AS count ${where}`);
  const before = prepare(
    (where) => `SELECT count(*) AS count ${where}
      AND (position, id) < (SELECT position, id FROM delivery WHERE id = $delivery)`,
  );
  const page = prepare(
    (where) => `SELECT id ${where} ORDER BY position, id LIMIT $size OFFSET $from`,
  );
  const countOf = (found: unknown): number => countRow.parse(found).count;
  const count = ({ statement, given }: Asked): number => countOf(statement.get(given));

  return {
    routes: () => routeRows.parse(routes.all()),
    stopsOf: (route) => ({
      progress: () => progressRow.parse(progress.get({ route })),
      next: () => idRow.optional().parse(next.get({ route }))?.id ?? null,
      matching: (look) => count(matching(look, { route })),
      placeOf: (look, delivery) => count(before(look, { route, delivery })),
      idsOf: (look, from, size) => {
        const { statement, given } = page(look, { route, from, size });
        return pageRows.parse(statement.all(given));
      },
    }),
  };
};
