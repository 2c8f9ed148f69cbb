import { queryOptions } from '@tanstack/react-query';
import { answerOf } from '../../../../client/client.ts';
import { central } from '../../../api/client.ts';

/** The passkeys of whoever is signed in. */
export const ownPasskeysQuery = queryOptions({
  queryKey: ['own-passkeys'],
  queryFn: async () => (await answerOf(central.GET('/v1/me/passkeys'))).passkeys,
  meta: { topics: ['people'] },
});
/** Where whoever looks is signed in. */
export const ownSessionsQuery = queryOptions({
  queryKey: ['own-sessions'],
  queryFn: async () => (await answerOf(central.GET('/v1/me/sessions'))).sessions,
  meta: { topics: ['people'] },
});
