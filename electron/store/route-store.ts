import type { Database, Statement } from 'better-sqlite3';
import { z } from 'zod';
import { type DeliveryId, deliveryId } from '../../shared/ids.ts';
import { wordsToFind } from '../../shared/search/fold.ts';
import type { RouteLook, Store } from '../app/ports.ts';

const countRow = z.object({ count: z.int() });
const idRow = z.object({ id: deliveryId });
const pageRows = z.array(idRow);

const OVER = '(acceptance.delivery IS NOT NULL OR exception.delivery IS NOT NULL)';
const STOPS = `FROM delivery
  LEFT JOIN acceptance ON acceptance.delivery = delivery.id
  LEFT JOIN exception ON exception.delivery = delivery.id
  WHERE withdrawn = 0`;
const FILTERS: { readonly [F in RouteLook['filter']]: string } = {
  all: '',
  open: `AND NOT ${OVER}`,
  done: `AND ${OVER}`,
};
/** Every word that is searched for, whichever order it stands in. */
const FOUND = `AND NOT EXISTS (
  SELECT 1 FROM json_each($words) AS word WHERE instr(search, word.value) = 0)`;

type RouteStore = Omit<Store['routeStops'], 'page'> & {
  readonly idsOf: (
    look: RouteLook,
    from: number,
    size: number,
  ) => readonly { readonly id: DeliveryId }[];
};

type Asked = { readonly statement: Statement; readonly given: object };

/** The route by pages: the store looks for the rows, so that nobody reads ten thousand for ten. */
export const makeRouteStore = (database: Database): RouteStore => {
  const all = database.prepare('SELECT count(*) AS count FROM delivery WHERE withdrawn = 0');
  // From what is over, which is little in the morning, and never every stop.
  const done = database.prepare(
    `SELECT count(*) AS count FROM delivery WHERE withdrawn = 0 AND id IN (
       SELECT delivery FROM acceptance UNION SELECT delivery FROM exception)`,
  );
  const next = database.prepare(`SELECT id ${STOPS} AND NOT ${OVER} ORDER BY position, id LIMIT 1`);
  // Where nothing is searched for, no row is looked into for it.
  const prepare = (select: (where: string) => string) => {
    const by = (filter: string) => ({
      any: database.prepare(select(`${STOPS} ${filter}`)),
      found: database.prepare(select(`${STOPS} ${filter} ${FOUND}`)),
    });
    const filters = { all: by(FILTERS.all), open: by(FILTERS.open), done: by(FILTERS.done) };
    return ({ filter, search }: RouteLook, more: object = {}): Asked => {
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
    total: () => countOf(all.get()),
    done: () => countOf(done.get()),
    next: () => idRow.optional().parse(next.get())?.id ?? null,
    matching: (look) => count(matching(look)),
    placeOf: (look, delivery) => count(before(look, { delivery })),
    idsOf: (look, from, size) => {
      const { statement, given } = page(look, { from, size });
      return pageRows.parse(statement.all(given));
    },
  };
};
