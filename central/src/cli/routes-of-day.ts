import { dayOf } from '../../../shared/protocol/time/zoned-day.ts';
import type { CentralClient } from './central-client.ts';
import { type DepotView, findDepot, type RouteView } from './find.ts';
import { getList, type Listed, type PageOptions } from './pages.ts';

type OfDay = { readonly depot?: string | undefined; readonly day?: string | undefined };

/** The routes of a day, or of today, which is not the same day in each depot. */
export const listRoutesOfDay = async (
  client: CentralClient,
  { depot, day }: OfDay,
  pages: PageOptions,
): Promise<Listed<RouteView>> => {
  const depots =
    depot === undefined
      ? (await client.get<{ depots: DepotView[] }>('/v1/depots')).depots
      : [await findDepot(client, depot)];
  const now = Date.now();
  const lists: Listed<RouteView>[] = [];
  for (const { id, timeZone } of depots) {
    const query = { depot: id, day: day ?? dayOf(now, timeZone) };
    lists.push(await getList<RouteView>(client, '/v1/routes', 'routes', query, pages));
  }
  const rows = lists.flatMap((list) => list.rows);
  const cut = lists.find(({ note }) => note !== '');
  return { rows, document: { routes: rows, more: cut !== undefined }, note: cut?.note ?? '' };
};
