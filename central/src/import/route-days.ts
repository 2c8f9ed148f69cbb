import type { Day, Instant } from '../../../shared/protocol/ids.ts';
import { dayOf } from '../../../shared/protocol/time/zoned-day.ts';
import type { LineProblem } from '../deliveries/new-stop.ts';

/** So long a route may go on after midnight, counted from its first arrival. */
const MAX_NIGHT_MS = 12 * 3_600_000;
/** More than a depot has in a day, and few enough to be kept in memory. */
const MAX_ROUTES = 100_000;

/** The first arrival of a route in a file, and its row. */
export type FirstArrival = { readonly arrival: Instant; readonly line: number };
export type FirstArrivals = ReadonlyMap<string, FirstArrival>;

type Arrival = FirstArrival & { readonly route: string };
type RouteDay = { first: FirstArrival; day: Day; last: Instant };

/**
 * A route is a route of one day, that of its first arrival: it may go on after midnight, but not
 * begin anew. A file is read in pieces, so the first arrival may come late: then the file must be
 * read again, knowing it.
 */
export type RouteDays = {
  /** Hears of rows before they are judged. */
  readonly see: (rows: readonly Arrival[]) => void;
  /** The day of a row's route, or why the row cannot be of it. */
  readonly dayOf: (row: Arrival) => Day | LineProblem;
  /** What must be known for the file to be read again; null: all rows were judged rightly. */
  readonly unsettled: () => FirstArrivals | null;
};

export const makeRouteDays = (timeZone: string, known: FirstArrivals): RouteDays => {
  const routes = new Map<string, RouteDay>();
  const dayAt = (at: Instant): Day => dayOf(at, timeZone);
  const isOfOtherDay = (arrival: Instant, { arrival: first }: FirstArrival): boolean =>
    arrival - first >= MAX_NIGHT_MS && dayAt(arrival) !== dayAt(first);
  return {
    see: (rows) => {
      const fresh = new Set<string>();
      for (const { route, arrival, line } of rows) {
        const one = routes.get(route);
        if (one === undefined) {
          if (routes.size >= MAX_ROUTES) continue;
          const first = known.get(route) ?? { arrival, line };
          routes.set(route, { first, day: dayAt(first.arrival), last: first.arrival });
          fresh.add(route);
        } else if (arrival < one.first.arrival) {
          one.first = { arrival, line };
          if (fresh.has(route)) one.day = dayAt(arrival);
        }
      }
    },
    dayOf: ({ line, route, arrival }) => {
      const one = routes.get(route);
      if (one === undefined) {
        const reason = `The file has more than ${MAX_ROUTES} routes. Split it.`;
        return { line, column: 'route', code: 'too-many-routes', reason };
      }
      if (isOfOtherDay(arrival, one.first)) {
        const reason = `Row ${one.first.line} has an arrival of the same route on an earlier day. A route covers one day: import each day in its own file.`;
        return { line, column: 'arrival', code: 'route-of-two-days', reason };
      }
      if (arrival > one.last) one.last = arrival;
      return one.day;
    },
    unsettled: () => {
      const wrong = [...routes].some(
        ([, { first, day, last }]) => dayAt(first.arrival) !== day || isOfOtherDay(last, first),
      );
      return wrong ? new Map([...routes].map(([route, { first }]) => [route, first])) : null;
    },
  };
};
