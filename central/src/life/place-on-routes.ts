import type { DeliveryId, DepotId, RouteId } from '../../../shared/protocol/ids.ts';
import type { Transaction } from '../database/pool.ts';

/** Where a delivery is to stand; null: after all others of the route. */
export type Placed = {
  readonly id: DeliveryId;
  readonly route: RouteId;
  readonly position: number | null;
};

/** The places of a route that open deliveries have, but for these. */
const takenOn = async (
  tx: Transaction,
  depot: DepotId,
  route: RouteId,
  moving: readonly DeliveryId[],
): Promise<Set<number>> => {
  const { rows } = await tx.query<{ position: number }>(
    `select position from delivery
     where depot = $1 and route = $2 and status = 'open' and id <> all($3)`,
    [depot, route, moving],
  );
  return new Set(rows.map(({ position }) => position));
};

/**
 * Puts locked deliveries on locked routes, in the order in which they come, and raises their versions. False
 * if another one has a place already, or two are to have one: then nothing of it may stay.
 */
export const placeOnRoutes = async (
  tx: Transaction,
  depot: DepotId,
  placed: readonly Placed[],
): Promise<boolean> => {
  const ids = placed.map(({ id }) => id);
  const taken = new Map<RouteId, Set<number>>();
  const positions: number[] = [];
  for (const { route, position } of placed) {
    const places = taken.get(route) ?? (await takenOn(tx, depot, route, ids));
    taken.set(route, places);
    const place = position ?? Math.max(0, ...places) + 1;
    if (places.has(place)) return false;
    places.add(place);
    positions.push(place);
  }
  // Out of the way first: two that change places would meet on their way.
  await tx.query('update delivery set position = -position where depot = $1 and id = any($2)', [
    depot,
    ids,
  ]);
  await tx.query(
    `update delivery set route = new.route, position = new.position, version = version + 1
     from unnest($2::uuid[], $3::uuid[], $4::integer[]) as new (id, route, position)
     where delivery.depot = $1 and delivery.id = new.id`,
    [depot, ids, placed.map(({ route }) => route), positions],
  );
  return true;
};
