import type { RouteView, StopView } from '../../../shared/terminal/view/view.ts';

/**
 * The stop that the large button opens: of the whole route the next one; of a filter or a search the
 * first one that the list shows and that can be opened, or none.
 */
export const firstShown = ({ filter, search, next, stops }: RouteView): StopView | null => {
  if (filter === 'all' && search === '') return next;
  return stops.find(({ state }) => state !== 'handed-over') ?? null;
};
