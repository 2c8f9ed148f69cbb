import { randomBytes, randomUUID } from 'node:crypto';
import { symbolByte } from '../../../shared/protocol/code/alphabet.ts';
import type {
  Day,
  DeliveryId,
  Instant,
  RouteId,
  ShortId,
  TokenId,
} from '../../../shared/protocol/ids.ts';
import { at, type Transaction } from '../database/pool.ts';
import type { Depot } from '../depots/depots.ts';
import { plainArray, textArray } from './array-literal.ts';
import { endOver } from './end-deliveries.ts';
import { findLabelHolders } from './find-label-holders.ts';
import { findSeenLabels } from './find-seen-labels.ts';
import { findTokens } from './find-tokens.ts';
import { judgeStops } from './judge-stops.ts';
import { makeMadeRows } from './made-rows.ts';
import type { LineProblem, NewStop } from './new-stop.ts';
import { type OpenRoute, openRoutes } from './open-routes.ts';
import { makePlaces, type Places } from './places.ts';
import { putStopFacts, sayNothing } from './stop-facts.ts';

/** A route that got stops. */
export type FilledRoute = {
  readonly id: RouteId;
  readonly name: string;
  readonly day: Day;
  readonly deliveries: number;
};

/** Somebody else took a label or a place between the look and the act: the whole may be tried again. */
export class Overtaken extends Error {}

export type StopWriter = {
  /** Makes these stops, except those that clash with what is there: these it says. */
  readonly put: (stops: readonly NewStop[]) => Promise<readonly LineProblem[]>;
  /** How many stops were made. */
  readonly made: () => number;
  readonly routes: () => readonly FilledRoute[];
};

type Placed = NewStop & {
  readonly position: number;
  readonly id: DeliveryId;
  readonly routeId: RouteId;
  readonly place: string;
  readonly placeRow: number | null;
  readonly placeTaken: DeliveryId | null;
  readonly tokenId: TokenId | null;
};

type Filling = OpenRoute & { readonly places: Places; deliveries: number; last: number };

/** The place behind all others of a route. */
const nextPlace = (route: Filling): number => {
  route.last += 1;
  return route.last;
};

const SHORT_ID_BYTES = 6;
const SHORT_ID_TRIES = 20;

const makeShortIds = (count: number): ShortId[] => {
  const bytes = randomBytes(count * SHORT_ID_BYTES).map((byte) => symbolByte(byte & 31));
  const text = Buffer.from(bytes).toString('latin1');
  return Array.from(
    { length: count },
    (_, i) => text.slice(i * SHORT_ID_BYTES, (i + 1) * SHORT_ID_BYTES) as ShortId,
  );
};

/** When stops are made, and which operator makes them. */
export type Making = { readonly now: Instant; readonly madeBy: string };

/** Those of the stops that got no row: their short id is in use, or somebody else was quicker. */
const insertDeliveries = async (
  tx: Transaction,
  depot: Depot,
  stops: readonly Placed[],
  { now, madeBy }: Making,
): Promise<Placed[]> => {
  const { rows } = await tx.query<{ id: DeliveryId }>(
    `insert into delivery (depot, id, route, short_id, position, customer, address, phone,
       arrival, not_before, not_after, created_at, token, language, made_by)
     select $1, id, route, short_id, position, customer, string_to_array(address, E'\\n'), phone,
       to_timestamp(arrival / 1000.0), to_timestamp(not_before / 1000.0),
       to_timestamp(not_after / 1000.0), $2, token, language, $15
     from unnest($3::uuid[], $4::uuid[], $5::text[], $6::int[], $7::text[], $8::text[],
       $9::text[], $10::bigint[], $11::bigint[], $12::bigint[], $13::uuid[], $14::text[])
       as stop (id, route, short_id, position, customer, address, phone, arrival, not_before,
         not_after, token, language)
     on conflict do nothing returning id`,
    [
      depot.id,
      at(now),
      plainArray(stops.map(({ id }) => id)),
      plainArray(stops.map(({ routeId }) => routeId)),
      plainArray(makeShortIds(stops.length)),
      plainArray(stops.map(({ position }) => position)),
      textArray(stops.map(({ customer }) => customer)),
      textArray(stops.map(({ address }) => address.join('\n'))),
      textArray(stops.map(({ phone }) => phone)),
      plainArray(stops.map(({ arrival }) => arrival)),
      plainArray(stops.map(({ not_before }) => not_before)),
      plainArray(stops.map(({ not_after }) => not_after)),
      plainArray(stops.map(({ tokenId }) => tokenId)),
      plainArray(stops.map(({ language }) => language)),
      madeBy,
    ],
  );
  if (rows.length === stops.length) return [];
  const made = new Set(rows.map(({ id }) => id));
  return stops.filter(({ id }) => !made.has(id));
};

const insertParcels = async (
  tx: Transaction,
  depot: Depot,
  stops: readonly Placed[],
): Promise<void> => {
  const labels = stops.flatMap(({ parcels }) => parcels);
  const { rowCount } = await tx.query(
    `insert into parcel (depot, delivery, label)
     select $1, delivery, label from unnest($2::uuid[], $3::text[]) as new (delivery, label)
     on conflict do nothing`,
    [
      depot.id,
      plainArray(stops.flatMap(({ id, parcels }) => parcels.map(() => id))),
      textArray(labels),
    ],
  );
  if (rowCount !== labels.length) throw new Overtaken('a label was taken meanwhile');
};

/**
 * Makes deliveries out of stops, as many in one statement as are given at once, in one transaction.
 * What a stop clashes with may be older than the file or of an earlier row of it. `onMade` hears what
 * was made of which row; `isMeant` says whether a row is wanted whose parcel was out on that day already.
 */
export const makeStopWriter = (
  tx: Transaction,
  depot: Depot,
  making: Making,
  onMade: (line: number, delivery: DeliveryId) => void,
  isMeant: (line: number) => boolean,
): StopWriter => {
  const routes = new Map<string, Filling>();
  /** Deliveries that ended for this file, whose places are free. */
  const ended = new Set<DeliveryId>();
  const rows = makeMadeRows();
  let count = 0;
  const keyOf = ({ day, route }: Pick<NewStop, 'day' | 'route'>): string => `${day} ${route}`;

  const openNewRoutes = async (stops: readonly NewStop[]): Promise<void> => {
    const unknown = new Map<string, NewStop>();
    for (const stop of stops) {
      const key = keyOf(stop);
      if (!routes.has(key)) unknown.set(key, stop);
    }
    if (unknown.size === 0) return;
    for (const route of await openRoutes(tx, depot.id, [...unknown.values()], making.now)) {
      const key = keyOf({ day: route.day, route: route.name });
      const last = Math.max(0, ...route.taken.keys());
      routes.set(key, { ...route, places: makePlaces(), deliveries: 0, last });
    }
  };

  const routeOf = (stop: NewStop): Filling => {
    const route = routes.get(keyOf(stop));
    if (route === undefined) throw new Error('a route was neither there nor made');
    return route;
  };

  const placed = (stop: NewStop, tokens: ReadonlyMap<string, TokenId>): Placed => {
    const route = routeOf(stop);
    const { id: routeId, places, taken } = route;
    const position = stop.position ?? nextPlace(route);
    const holder = taken.get(position) ?? null;
    return {
      ...stop,
      position,
      id: randomUUID() as DeliveryId,
      routeId,
      place: `${routeId} ${position}`,
      placeRow: places.lineAt(position),
      placeTaken: holder === null || ended.has(holder) ? null : holder,
      tokenId: stop.token === null ? null : (tokens.get(stop.token) ?? null),
    };
  };

  const insert = async (stops: readonly Placed[]): Promise<void> => {
    let rest = stops;
    for (let tries = 1; rest.length > 0; tries++) {
      if (tries > SHORT_ID_TRIES) throw new Overtaken('a place was taken meanwhile');
      rest = await insertDeliveries(tx, depot, rest, making);
    }
    await insertParcels(tx, depot, stops);
    await putStopFacts(
      tx,
      depot.id,
      stops.filter(({ facts }) => !sayNothing(facts)),
    );
  };

  return {
    put: async (given) => {
      if (given.length === 0) return [];
      await openNewRoutes(given);
      const { tokens, problems: unknown } = await findTokens(tx, depot.id, given);
      const without = new Set(unknown.map(({ line }) => line));
      const stops = given
        .filter(({ line }) => !without.has(line))
        .map((stop) => placed(stop, tokens));
      const held = await findLabelHolders(tx, depot.id, stops, making.now);
      const seen = await findSeenLabels(tx, depot.id, stops, held, isMeant);
      const { accepted, problems, ending } = judgeStops(stops, held, rows.lineOf, seen);
      if (ending.size > 0) await endOver(tx, depot.id, [...ending], making.now);
      for (const delivery of ending) ended.add(delivery);
      if (accepted.length > 0) await insert(accepted);
      for (const stop of accepted) {
        rows.add(stop.id, stop.line);
        onMade(stop.line, stop.id);
        const route = routeOf(stop);
        route.places.take(stop.position, stop.line);
        route.last = Math.max(route.last, stop.position);
        route.deliveries += 1;
      }
      count += accepted.length;
      return [...unknown, ...problems];
    },
    made: () => count,
    routes: () =>
      [...routes.values()].map(({ id, name, day, deliveries }) => ({ id, name, day, deliveries })),
  };
};
