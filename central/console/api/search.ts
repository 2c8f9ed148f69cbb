import { keepPreviousData, queryOptions } from '@tanstack/react-query';
import { answerOf, type Schemas } from '../../client/client.ts';
import { central } from './client.ts';

/** What of a depot somebody means who types this; nothing is asked for nothing. */
export const searchQuery = (depot: string, text: string) =>
  queryOptions({
    queryKey: ['search', depot, text],
    queryFn: ({ signal }) =>
      answerOf(
        central.GET('/v1/depots/{depot}/search', {
          params: { path: { depot }, query: { text } },
          signal,
        }),
      ),
    enabled: text !== '',
    placeholderData: keepPreviousData,
    // What a customer is called is kept no longer than it is looked at.
    gcTime: 10_000,
  });
export type Found = Schemas['Found'];
