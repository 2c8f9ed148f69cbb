import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useRef } from 'react';
import { codeOf } from './client.ts';

/** What an act is asked with: done once, and only in the version that was seen. */
export type ActHeaders = { readonly 'idempotency-key': string; readonly 'if-match': string };

/** What acts change: all that is shown of routes and their stops. */
const TOUCHED = ['stop', 'stops', 'day', 'story'];

/**
 * An act that is done once, however often it is tried: it keeps its key until central has said what
 * became of it. Whatever it says, what is shown is asked for again.
 */
export const useVersionedAct = <Body, Outcome>(
  version: number,
  send: (headers: ActHeaders, body: Body) => Promise<Outcome>,
  onDone: (outcome: Outcome) => void,
) => {
  const queries = useQueryClient();
  const key = useRef<string>(crypto.randomUUID());
  const refresh = (): Promise<void> =>
    queries.invalidateQueries({ predicate: ({ queryKey }) => TOUCHED.includes(`${queryKey[0]}`) });
  return useMutation({
    mutationFn: (body: Body) =>
      send({ 'idempotency-key': `"${key.current}"`, 'if-match': `"${version}"` }, body),
    onSuccess: (outcome) => {
      void refresh();
      onDone(outcome);
    },
    onError: (error) => {
      // A refusal leaves its key free, and what is tried next is another act.
      if (codeOf(error) === null) return;
      key.current = crypto.randomUUID();
      void refresh();
    },
  });
};
