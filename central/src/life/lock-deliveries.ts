import type {
  Day,
  DeliveryId,
  DepotId,
  DriverId,
  Instant,
  RouteId,
  TerminalId,
} from '../../../shared/protocol/ids.ts';
import { err, ok, type Result } from '../../../shared/result.ts';
import { at, type Transaction } from '../database/pool.ts';
import { lockTerminals } from '../manifest/manifest-items.ts';

/** A delivery that an act is asked for, and the versions of it that whoever asks has seen. */
export type Asked = { readonly id: DeliveryId; readonly versions: readonly number[] };

/** What an act needs to know of a delivery that nobody else changes meanwhile. */
export type LockedDelivery = {
  readonly id: DeliveryId;
  readonly version: number;
  /** Whether it can still be handed over. */
  readonly isOpen: boolean;
  readonly position: number;
  /** Where messages go; null: the customer has a token alone. */
  readonly phone: string | null;
  readonly arrival: Instant;
  readonly notBefore: Instant;
  readonly notAfter: Instant;
  readonly route: RouteId;
  readonly day: Day;
  /** Who has its route. */
  readonly terminal: TerminalId | null;
  readonly driver: DriverId | null;
};

/** Why an act on deliveries is not done. The versions are what they are now. */
export type LockProblem =
  | { readonly code: 'unknown-delivery' | 'delivery-closed' }
  | {
      readonly code: 'version-stale';
      readonly current: readonly { readonly id: DeliveryId; readonly version: number }[];
    };

const routesOf = async (
  tx: Transaction,
  depot: DepotId,
  deliveries: readonly DeliveryId[],
): Promise<RouteId[]> =>
  (
    await tx.query<{ route: RouteId }>(
      'select distinct route from delivery where depot = $1 and id = any($2)',
      [depot, deliveries],
    )
  ).rows.map(({ route }) => route);

/**
 * Locks routes, so that nobody gives them to another terminal or puts another stop on them; then the
 * terminals that have them.
 */
const lockRoutes = async (
  tx: Transaction,
  depot: DepotId,
  routes: readonly RouteId[],
): Promise<void> => {
  const { rows } = await tx.query<{ terminal: TerminalId | null }>(
    'select terminal from route where depot = $1 and id = any($2) order by id for no key update',
    [depot, routes],
  );
  const terminals = rows.flatMap(({ terminal }) => terminal ?? []);
  await lockTerminals(tx, depot, terminals);
};

const readLocked = async (
  tx: Transaction,
  depot: DepotId,
  ids: readonly DeliveryId[],
  now: Instant,
): Promise<LockedDelivery[]> =>
  (
    await tx.query<LockedDelivery>(
      `select d.id, d.version, d.status = 'open' and d.not_after > $3 as "isOpen", d.position, d.phone,
         d.arrival, d.not_before as "notBefore", d.not_after as "notAfter", d.route, r.day,
         r.terminal, r.driver
       from delivery d join route r on r.depot = d.depot and r.id = d.route
       where d.depot = $1 and d.id = any($2) order by d.id`,
      [depot, ids, at(now)],
    )
  ).rows;

/**
 * Locks deliveries with all that decides who has them, for the rest of the transaction: their routes
 * (and `more`, where they are to go), the terminals of those, then the deliveries, each kind in one
 * order, as everything that changes them does. What was handed in meanwhile was waited for.
 * Refuses where one is unknown, over, or of another version than whoever asks has seen.
 */
export const lockDeliveries = async (
  tx: Transaction,
  depot: DepotId,
  asked: readonly Asked[],
  now: Instant,
  more: readonly RouteId[] = [],
): Promise<Result<readonly LockedDelivery[], LockProblem>> => {
  const ids = asked.map(({ id }) => id);
  const before = await routesOf(tx, depot, ids);
  await lockRoutes(tx, depot, [...before, ...more]);
  await tx.query(
    'select 1 from delivery where depot = $1 and id = any($2) order by id for update',
    [depot, ids],
  );
  // Somebody moved one before it was locked. A deadlock from this other order is tried again.
  const stray = (await routesOf(tx, depot, ids)).filter((route) => !before.includes(route));
  if (stray.length > 0) await lockRoutes(tx, depot, stray);
  const found = await readLocked(tx, depot, ids, now);
  if (found.length < new Set(ids).size) return err({ code: 'unknown-delivery' });
  const seen = new Map(asked.map(({ id, versions }) => [id, versions]));
  const stale = found.filter(({ id, version }) => seen.get(id)?.includes(version) !== true);
  if (stale.length > 0) {
    const current = stale.map(({ id, version }) => ({ id, version }));
    return err({ code: 'version-stale', current });
  }
  return found.every(({ isOpen }) => isOpen) ? ok(found) : err({ code: 'delivery-closed' });
};
