import { infiniteQueryOptions, queryOptions } from '@tanstack/react-query';
import { answerOf, type Schemas } from '../../../../client/client.ts';
import { central } from '../../../api/client.ts';
import type { State } from './events-search.ts';

export type Webhook = Schemas['Webhook'];
export type SentEvent = Schemas['WebhookEvent'];

export const webhooksKey = (depot: string): readonly string[] => ['webhooks', depot];
export const eventsKey = (webhook: string): readonly string[] => ['webhook-events', webhook];

const PAGE = 50;

export const webhooksQuery = (depot: string) =>
  queryOptions({
    queryKey: webhooksKey(depot),
    queryFn: async () =>
      (await answerOf(central.GET('/v1/depots/{depot}/webhooks', { params: { path: { depot } } })))
        .webhooks,
    meta: { depot, topics: ['settings', 'deliveries'] },
  });

/** What was sent to an address, or is to be, the newest first. */
export const eventsQuery = ({ id, depot }: Pick<Webhook, 'id' | 'depot'>, state?: State) =>
  infiniteQueryOptions({
    queryKey: [...eventsKey(id), state ?? null],
    queryFn: ({ pageParam }) => {
      const query = {
        limit: PAGE,
        ...(state === undefined ? {} : { state }),
        ...(pageParam === null ? {} : { cursor: pageParam }),
      };
      const path = { webhook: id };
      return answerOf(central.GET('/v1/webhooks/{webhook}/events', { params: { path, query } }));
    },
    initialPageParam: null as string | null,
    getNextPageParam: ({ next }) => next,
    meta: { depot, topics: ['deliveries'] },
  });
