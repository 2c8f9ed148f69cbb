import { type QueryKey, useQueryClient } from '@tanstack/react-query';
import { useActKey } from './act-key.ts';
import { codeOf } from './client.ts';
import { useMutationOnce } from './use-mutation-once.ts';

/** What an act is asked with: it is done once, however often it is tried. */
export type OnceHeader = { readonly 'idempotency-key': string };
/** And only in the version that was seen. */
export type ActHeaders = OnceHeader & { readonly 'if-match': string };

/**
 * An act that is done once, however often it is tried: it keeps its key until central has said what
 * became of it. Whatever that is, what is shown of `touched` is asked for again.
 */
export const useOnceAct = <Given, Outcome>(
  act: (given: Given, header: OnceHeader) => Promise<Outcome>,
  touched: readonly string[],
  onDone: (outcome: Outcome) => void,
) => {
  const queries = useQueryClient();
  const key = useActKey();
  const isTouched = ({ queryKey }: { readonly queryKey: QueryKey }): boolean =>
    touched.includes(`${queryKey[0]}`);
  return useMutationOnce({
    mutationFn: (given: Given) => act(given, { 'idempotency-key': `"${key.of(given)}"` }),
    onSuccess: (outcome) => {
      key.end();
      onDone(outcome);
    },
    onError: (error) => {
      if (codeOf(error) !== null) key.end();
    },
    onSettled: () => {
      void queries.invalidateQueries({ predicate: isTouched });
    },
  });
};

/** What acts change: all that is shown of routes, their stops and their messages. */
const OF_STOPS = [
  'stop',
  'stops',
  'day',
  'route',
  'story',
  'message',
  'messages',
  'message-counts',
];

/** An act that is done once, and only in the version that somebody saw: of a route or of its stops. */
export const useVersionedAct = <Body, Outcome>(
  version: number,
  send: (headers: ActHeaders, body: Body) => Promise<Outcome>,
  onDone: (outcome: Outcome) => void,
) => {
  const { mutate, ...act } = useOnceAct(
    (given: { readonly body: Body; readonly version: number }, header) =>
      send({ ...header, 'if-match': `"${given.version}"` }, given.body),
    OF_STOPS,
    onDone,
  );
  return { ...act, mutate: (body: Body): void => mutate({ body, version }) };
};
