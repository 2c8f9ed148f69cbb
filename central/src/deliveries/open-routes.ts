import { randomUUID } from 'node:crypto';
import type { Day, DeliveryId, DepotId, Instant, RouteId } from '../../../shared/protocol/ids.ts';
import { at, type Transaction } from '../database/pool.ts';
import { plainArray, textArray } from './array-literal.ts';

/** A route of a day, with the places that open deliveries had before it was opened here. */
export type OpenRoute = {
  readonly id: RouteId;
  readonly name: string;
  readonly day: Day;
  readonly taken: ReadonlyMap<number, DeliveryId>;
};

type Wanted = { readonly route: string; readonly day: Day };
type Found = { readonly id: RouteId; readonly name: string; readonly day: Day };

const findTaken = async (
  tx: Transaction,
  depot: DepotId,
  routes: readonly Found[],
): Promise<ReadonlyMap<RouteId, Map<number, DeliveryId>>> => {
  const taken = new Map(routes.map(({ id }) => [id, new Map<number, DeliveryId>()]));
  if (routes.length === 0) return taken;
  const { rows } = await tx.query<{ route: RouteId; position: number; id: DeliveryId }>(
    `select route, position, id from delivery
     where depot = $1 and route = any($2) and status = 'open'`,
    [depot, [...taken.keys()]],
  );
  for (const { route, position, id } of rows) taken.get(route)?.set(position, id);
  return taken;
};

/** Routes of a day by name: those that are there get further stops, the others are made. */
export const openRoutes = async (
  tx: Transaction,
  depot: DepotId,
  wanted: readonly Wanted[],
  now: Instant,
): Promise<OpenRoute[]> => {
  const names = textArray(wanted.map(({ route }) => route));
  const days = plainArray(wanted.map(({ day }) => day));
  const made = await tx.query<{ id: RouteId }>(
    `insert into route (depot, id, name, day, created_at)
     select $1, id, name, day, $2
     from unnest($3::uuid[], $4::text[], $5::date[]) as new (id, name, day)
     on conflict do nothing returning id`,
    [depot, at(now), plainArray(wanted.map(() => randomUUID())), names, days],
  );
  const { rows } = await tx.query<Found>(
    `select route.id, route.name, route.day
     from unnest($2::text[], $3::date[]) as wanted (name, day)
       join route on route.depot = $1 and route.day = wanted.day and route.name = wanted.name`,
    [depot, names, days],
  );
  const isNew = new Set(made.rows.map(({ id }) => id));
  const taken = await findTaken(
    tx,
    depot,
    rows.filter(({ id }) => !isNew.has(id)),
  );
  return rows.map((route) => ({ ...route, taken: taken.get(route.id) ?? new Map() }));
};
