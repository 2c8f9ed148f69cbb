import { queryOptions } from '@tanstack/react-query';
import { answerOf, type Schemas } from '../../client/client.ts';
import { central } from './client.ts';
import { noteServerTime } from './server-time.ts';

const TOPICS = ['deliveries', 'terminals', 'messages'] as const;

const askDay = async (depot: string, query: { day?: string; route?: string }) => {
  const answer = await answerOf(
    central.GET('/v1/depots/{depot}/day', { params: { path: { depot }, query } }),
  );
  noteServerTime(answer.at);
  return answer;
};

/** How the routes of a depot's day stand; undefined: today's. */
export const dayQuery = (depot: string, day: string | undefined) =>
  queryOptions({
    queryKey: ['day', depot, day ?? 'today'],
    queryFn: () => askDay(depot, day === undefined ? {} : { day }),
    meta: { depot, topics: TOPICS },
    // How far behind somebody is changes by itself, and so does the day.
    refetchInterval: 60_000,
  });
export type DepotDay = Schemas['DepotDay'];
export type DayRoute = Schemas['DayRoute'];

/** How one route stands, with the day that it is of; null: the depot has no such route. */
export const routeQuery = (depot: string, route: string) =>
  queryOptions({
    queryKey: ['route', depot, route],
    queryFn: async () => {
      const { routes, ...day } = await askDay(depot, { route });
      return routes[0] === undefined ? null : { ...day, route: routes[0] };
    },
    meta: { depot, topics: TOPICS },
    refetchInterval: 60_000,
  });

/** The stops of a route, in its order. */
export const stopsQuery = (depot: string, route: string) =>
  queryOptions({
    queryKey: ['stops', depot, route],
    queryFn: async () =>
      (
        await answerOf(
          central.GET('/v1/routes/{route}/deliveries', { params: { path: { route } } }),
        )
      ).deliveries,
    meta: { depot, topics: TOPICS },
  });
export type Stop = Schemas['Delivery'];

/** One stop, whatever route it is on. */
export const stopQuery = (delivery: string) =>
  queryOptions({
    queryKey: ['stop', delivery],
    queryFn: () =>
      answerOf(central.GET('/v1/deliveries/{delivery}', { params: { path: { delivery } } })),
    meta: { topics: TOPICS },
  });

/** All that happened to a stop, in order. */
export const storyQuery = (delivery: string) =>
  queryOptions({
    queryKey: ['story', delivery],
    queryFn: async () =>
      (
        await answerOf(
          central.GET('/v1/deliveries/{delivery}/story', { params: { path: { delivery } } }),
        )
      ).events,
    meta: { topics: [...TOPICS, 'findings'] },
  });
export type StoryEvent = Schemas['StoryEvent'];

/** What the driver is told of a stop beside who, where and when. */
export const instructionsQuery = (delivery: string) =>
  queryOptions({
    queryKey: ['stop', delivery, 'instructions'],
    queryFn: () =>
      answerOf(
        central.GET('/v1/deliveries/{delivery}/instructions', { params: { path: { delivery } } }),
      ),
    // What somebody is just writing into is not exchanged under their hands.
    staleTime: 0,
    gcTime: 0,
  });

/** Who drives for a depot. */
export const driversQuery = (depot: string) =>
  queryOptions({
    queryKey: ['drivers', depot],
    queryFn: async () =>
      (await answerOf(central.GET('/v1/depots/{depot}/drivers', { params: { path: { depot } } })))
        .drivers,
    meta: { depot, topics: ['settings', 'people'] },
  });
