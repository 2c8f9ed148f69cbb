import { infiniteQueryOptions, queryOptions } from '@tanstack/react-query';
import { answerOf, type Schemas } from '../../client/client.ts';
import { central } from './client.ts';
import { noteServerTime } from './server-time.ts';

export type Message = Schemas['Message'];
export type WholeMessage = Schemas['WholeMessage'];

/** Which messages of a depot are asked for. */
export type MessagesAsked = {
  readonly depot: string;
  readonly failed?: boolean;
  readonly state?: 'waiting' | 'accepted' | 'delivered';
  readonly reference?: string;
  readonly delivery?: string;
};

/** A page of what is shown at once; more are asked for as somebody scrolls. */
const PAGE = 100;
const TOPICS = ['messages', 'deliveries'] as const;
/** Whether a message is late, or nobody has said anything of it, changes by itself. */
const AGAIN_MS = 30_000;

/** Messages of a depot, page after page: those that were or are due last first. */
export const messagesQuery = (asked: MessagesAsked) =>
  infiniteQueryOptions({
    queryKey: ['messages', asked],
    queryFn: ({ pageParam }) => {
      const query = {
        limit: PAGE,
        ...asked,
        ...(pageParam === null ? {} : { cursor: pageParam }),
      };
      return answerOf(central.GET('/v1/messages', { params: { query } }));
    },
    initialPageParam: null as string | null,
    getNextPageParam: ({ next }) => next,
    meta: { depot: asked.depot, topics: TOPICS },
    refetchInterval: AGAIN_MS,
  });

/** How many customers of a depot have no code though they should. */
export const messageCountsQuery = (depot: string) =>
  queryOptions({
    queryKey: ['message-counts', depot],
    queryFn: async () => {
      const counts = await answerOf(
        central.GET('/v1/depots/{depot}/message-counts', { params: { path: { depot } } }),
      );
      noteServerTime(counts.at);
      return counts;
    },
    meta: { depot, topics: TOPICS },
    refetchInterval: AGAIN_MS,
  });

/** One message, with each time that it was sent. */
export const messageQuery = (id: string) =>
  queryOptions({
    queryKey: ['message', id],
    queryFn: () =>
      answerOf(central.GET('/v1/messages/{message}', { params: { path: { message: id } } })),
    meta: { topics: TOPICS },
    refetchInterval: AGAIN_MS,
  });
