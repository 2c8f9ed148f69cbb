import { infiniteQueryOptions, queryOptions } from '@tanstack/react-query';
import { answerOf, type Schemas } from '../../client/client.ts';
import { central } from './client.ts';
import { noteServerTime } from './server-time.ts';

export type Case = Schemas['Case'];
export type WholeCase = Schemas['WholeCase'];
type Asked = NonNullable<Parameters<typeof listPage>[0]>;

/** A page of what is shown at once; more are asked for as somebody scrolls. */
const PAGE = 100;

const listPage = (query: {
  readonly depot: string;
  readonly state: 'open' | 'settled';
  readonly assigned?: string;
  readonly terminal?: string;
  readonly like?: string;
  readonly delivery?: string;
  readonly limit?: number;
  readonly cursor?: string;
}) => answerOf(central.GET('/v1/cases', { params: { query: { limit: PAGE, ...query } } }));

/** Cases of a depot, page after page. */
export const casesQuery = (asked: Asked) =>
  infiniteQueryOptions({
    queryKey: ['cases', asked],
    queryFn: ({ pageParam }) =>
      listPage(pageParam === null ? asked : { ...asked, cursor: pageParam }),
    initialPageParam: null as string | null,
    getNextPageParam: ({ next }) => next,
    meta: { depot: asked.depot, topics: ['findings', 'deliveries'] },
  });

/** What must be decided in a depot, counted. */
export const caseCountsQuery = (depot: string) =>
  queryOptions({
    queryKey: ['case-counts', depot],
    queryFn: async () => {
      const counts = await answerOf(
        central.GET('/v1/depots/{depot}/case-counts', { params: { path: { depot } } }),
      );
      noteServerTime(counts.at);
      return counts;
    },
    meta: { depot, topics: ['findings', 'deliveries'] },
    refetchInterval: 60_000,
  });
export type Alike = Awaited<
  ReturnType<NonNullable<ReturnType<typeof caseCountsQuery>['queryFn']>>
>['alike'][number];

/** One case, with what was done with it. */
export const caseQuery = (id: number) =>
  queryOptions({
    queryKey: ['case', id],
    queryFn: () => answerOf(central.GET('/v1/cases/{case}', { params: { path: { case: id } } })),
    meta: { topics: ['findings', 'deliveries'] },
  });

/** What must be decided of a delivery. */
export const casesOfQuery = (depot: string, delivery: string) =>
  queryOptions({
    queryKey: ['cases-of', delivery],
    queryFn: async () => (await listPage({ depot, delivery, state: 'open', limit: 20 })).cases,
    meta: { depot, topics: ['findings', 'deliveries'] },
  });

/** The acceptances of a delivery with their proofs, the first first; for whoever may see proof. */
export const acceptancesQuery = (depot: string, delivery: string) =>
  queryOptions({
    queryKey: ['acceptances', delivery],
    queryFn: async () => {
      const query = { depot, delivery, limit: 20 };
      const { handOvers } = await answerOf(central.GET('/v1/hand-overs', { params: { query } }));
      return handOvers.toReversed();
    },
    meta: { depot, topics: ['findings', 'deliveries'] },
  });

export type HandOver = Awaited<
  ReturnType<NonNullable<ReturnType<typeof acceptancesQuery>['queryFn']>>
>[number];

/** What drivers said of a delivery that was not delivered, the last first. */
export const exceptionsQuery = (depot: string, delivery: string) =>
  queryOptions({
    queryKey: ['exceptions', delivery],
    queryFn: async () => {
      const query = { depot, delivery, limit: 20 };
      return (await answerOf(central.GET('/v1/exceptions', { params: { query } }))).exceptions;
    },
    meta: { depot, topics: ['deliveries'] },
  });
export type Exception = Awaited<
  ReturnType<NonNullable<ReturnType<typeof exceptionsQuery>['queryFn']>>
>[number];

/** The people who may settle cases of a depot. */
export const colleaguesQuery = (depot: string) =>
  queryOptions({
    queryKey: ['colleagues', depot],
    queryFn: async () =>
      (
        await answerOf(
          central.GET('/v1/depots/{depot}/colleagues', { params: { path: { depot } } }),
        )
      ).colleagues,
    meta: { depot, topics: ['people'] },
    staleTime: 60_000,
  });

/** Says again and again that a case is looked at here, and hears who else looks at it. */
export const viewersQuery = (depot: string, id: number) =>
  queryOptions({
    queryKey: ['viewers', id],
    queryFn: async () => {
      const asked = { params: { path: { case: id } }, body: { here: true } };
      return (await answerOf(central.POST('/v1/cases/{case}/view', asked))).others;
    },
    meta: { depot, topics: ['viewers'] },
    refetchInterval: 12_000,
    refetchOnMount: 'always',
  });

/**
 * All open cases that are like one: they are decided together. It is answered once: what somebody was
 * shown is what they decide, and what comes meanwhile is not among it.
 */
export const alikeQuery = (depot: string, like: string) =>
  queryOptions({
    queryKey: ['alike', depot, like],
    queryFn: async () => (await listPage({ depot, state: 'open', like, limit: 500 })).cases,
    staleTime: 'static',
    gcTime: 0,
  });
