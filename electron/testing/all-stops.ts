import type { Stop, Store } from '../app/ports.ts';

/** The whole route in order, without what central took away. */
export const allStops = ({ routeStops }: Store): readonly Stop[] =>
  routeStops.page({ filter: 'all', search: '' }, 0, routeStops.total());
