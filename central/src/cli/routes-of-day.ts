import { answerOf } from '../../client/client.ts';
import type { CentralClient } from './central-client.ts';
import { dayIn } from './days.ts';
import { findDepot, type RouteView } from './find.ts';
import { getList, type Listed, type PageOptions, type PageQuery } from './pages.ts';

type OfDay = { readonly depot?: string | undefined; readonly day?: string | undefined };

/** What people are told where a day has nothing. */
type OfSomeDay = { readonly none: string };

/** The routes of a day, or of today, which is not the same day in each depot. */
export const listRoutesOfDay = async (
  client: CentralClient,
  { depot, day }: OfDay,
  pages: PageOptions,
): Promise<Listed<RouteView> & OfSomeDay> => {
  const depots =
    depot === undefined
      ? (await answerOf(client.GET('/v1/depots'))).depots
      : [await findDepot(client, depot)];
  const now = Date.now();
  const lists: Listed<RouteView>[] = [];
  const searched = new Set<string>();
  for (const { id, timeZone } of depots) {
    const query = { depot: id, day: dayIn(timeZone, now, day) };
    searched.add(`${query.day} (${timeZone})`);
    const getPage = (page: PageQuery) =>
      client.GET('/v1/routes', { params: { query: { ...query, ...page } } });
    lists.push(await getList(getPage, 'routes', pages));
  }
  const rows = lists.flatMap((list) => list.rows);
  const cut = lists.find(({ note }) => note !== '');
  const none =
    searched.size === 0 ? 'none' : `none on ${[...searched].join(', ')}; use --day for another day`;
  const document = { routes: rows, more: cut !== undefined };
  return { rows, document, note: cut?.note ?? '', none };
};
