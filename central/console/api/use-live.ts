import { type Query, useQueryClient } from '@tanstack/react-query';
import { useEffect } from 'react';
import { type Heard, hearChanges, type Topic } from './live.ts';

declare module '@tanstack/react-query' {
  interface Register {
    queryMeta: {
      /** What an answer is made of: it is asked for again when one of these changes. */
      readonly topics?: readonly Topic[];
      /** Of which depot, if it is of one. */
      readonly depot?: string;
    };
  }
}

/** A day has bursts: when five hundred terminals dock, nobody reads five hundred numbers. */
const AT_MOST_EACH_MS = 1_000;

const isTouched = ({ meta }: Query, changes: NonNullable<Heard>): boolean =>
  changes.some(
    ({ depot, topic }) =>
      (meta?.topics?.includes(topic) ?? false) &&
      (depot === null || meta?.depot === undefined || meta.depot === depot),
  );

/** Asks again for what is shown as soon as it may have changed. */
export const useLive = (): void => {
  const queries = useQueryClient();
  useEffect(() => {
    let waiting: Heard = [];
    let timer: ReturnType<typeof setTimeout> | undefined;
    const ask = (): void => {
      timer = undefined;
      const heard = waiting;
      waiting = [];
      void queries.invalidateQueries(
        heard === null ? {} : { predicate: (query) => isTouched(query, heard) },
      );
    };
    const stop = hearChanges((heard) => {
      waiting = heard === null || waiting === null ? null : [...waiting, ...heard];
      timer ??= setTimeout(ask, AT_MOST_EACH_MS);
    });
    return () => {
      clearTimeout(timer);
      stop();
    };
  }, [queries]);
};
