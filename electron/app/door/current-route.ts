import type { Day } from '../../../shared/protocol/ids.ts';
import { signedInDriver } from '../people/driver-now.ts';
import type { Route, Store } from '../ports/store.ts';

/** A route with how many stops it has, how many are over, and how many are still to do. */
export type CountedRoute = Route & {
  readonly total: number;
  readonly done: number;
  readonly left: number;
};

/** The routes that the terminal has, in the order of their turn, and the one that is shown. */
export type ShownRoutes = {
  readonly all: readonly CountedRoute[];
  readonly current: CountedRoute | null;
};

/**
 * What a driver wants to see before having chosen: what is to do today; what is left of days before,
 * the oldest first; what was done today; and only then what is for later, the next day first.
 */
const rankOf = ({ day, left }: CountedRoute, today: Day): number => {
  if (day === today) return left > 0 ? 0 : 2;
  if (day > today) return 3;
  return left > 0 ? 1 : 4;
};

/** The routes that the terminal has, in the order in which a driver comes to want them. */
export const routesInOrder = (store: Store, today: Day): readonly CountedRoute[] => {
  const own = signedInDriver(store)?.id;
  const isOthers = ({ driver }: Route): number => Number(driver.id !== (own as string | undefined));
  return store
    .routes()
    .map((route) => {
      const { total, done } = store.stopsOf(route.id).progress();
      return { ...route, total, done, left: total - done };
    })
    .sort(
      (a, b) =>
        rankOf(a, today) - rankOf(b, today) ||
        isOthers(a) - isOthers(b) ||
        a.day.localeCompare(b.day) ||
        a.name.localeCompare(b.name),
    );
};
