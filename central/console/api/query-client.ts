import { QueryClient } from '@tanstack/react-query';
import { statusOf } from './client.ts';

const isRefusal = (error: unknown): boolean => statusOf(error) >= 400 && statusOf(error) < 500;

/** What was asked is kept for as long as somebody looks at it, and asked again when they come back. */
export const makeQueryClient = (): QueryClient =>
  new QueryClient({
    defaultOptions: {
      queries: {
        staleTime: 5_000,
        // A refusal stays one, however often it is asked.
        retry: (times, error) => !isRefusal(error) && times < 2,
        networkMode: 'always',
      },
      // What was given, and what came of it, may be secret: neither is kept once it is seen.
      mutations: { networkMode: 'always', retry: false, gcTime: 0 },
    },
  });
