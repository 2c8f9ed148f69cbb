import type {
  MutationCacheNotifyEvent,
  QueryCacheNotifyEvent,
  QueryClient,
} from '@tanstack/react-query';
import { isSignedOut } from './client.ts';

/** Calls `onEnd` whenever something that is looked at, or done, is refused because nobody is signed in. */
export const watchSession = (queries: QueryClient, onEnd: () => void): void => {
  const look = (event: QueryCacheNotifyEvent | MutationCacheNotifyEvent): void => {
    if (event.type !== 'updated' || event.action.type !== 'error') return;
    if (isSignedOut(event.action.error)) onEnd();
  };
  queries.getQueryCache().subscribe(look);
  queries.getMutationCache().subscribe(look);
};
