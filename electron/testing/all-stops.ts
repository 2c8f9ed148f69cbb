import type { Stop, Store } from '../app/ports/store.ts';

/** The stops of every route in order, without what central took away. */
export const allStops = ({ routes, stopsOf }: Store): readonly Stop[] =>
  routes().flatMap(({ id }) => {
    const { page, progress } = stopsOf(id);
    return page({ filter: 'all', search: '' }, 0, progress().total);
  });
