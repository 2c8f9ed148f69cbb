import { queryOptions } from '@tanstack/react-query';
import { answerOf, type Schemas } from '../../client/client.ts';
import { central } from './client.ts';
import { noteServerTime } from './server-time.ts';

/** Who is signed in, and what they may do where. */
export const meQuery = queryOptions({
  queryKey: ['me'],
  queryFn: () => answerOf(central.GET('/v1/me')),
  meta: { topics: ['people'] },
  staleTime: 60_000,
});

/** The depots that somebody sees, by their names. */
export const depotsQuery = queryOptions({
  queryKey: ['depots'],
  queryFn: async () => {
    const { depots } = await answerOf(central.GET('/v1/depots'));
    return depots.toSorted((a, b) => a.name.localeCompare(b.name));
  },
  meta: { topics: ['settings', 'people'] },
  staleTime: 60_000,
});

/** Which of a depot's terminals are in, which are out, and which need a person. */
export const boardQuery = (depot: string) =>
  queryOptions({
    queryKey: ['board', depot],
    queryFn: async () => {
      const board = await answerOf(
        central.GET('/v1/depots/{depot}/board', { params: { path: { depot } } }),
      );
      noteServerTime(board.at);
      return board;
    },
    meta: { depot, topics: ['terminals', 'deliveries', 'findings'] },
    // How late somebody is changes by itself.
    refetchInterval: 60_000,
  });
export type Board = Awaited<ReturnType<NonNullable<ReturnType<typeof boardQuery>['queryFn']>>>;
export type BoardTerminal = Board['terminals'][number];

/** A depot's terminals, whether they are trusted or were once. */
export const terminalsQuery = (depot: string) =>
  queryOptions({
    queryKey: ['terminals', depot],
    queryFn: async () => {
      const all: Terminal[] = [];
      let next: string | null = null;
      do {
        const query: { depot: string; cursor?: string } =
          next === null ? { depot } : { depot, cursor: next };
        const page: { terminals: Terminal[]; next: string | null } = await answerOf(
          central.GET('/v1/terminals', { params: { query } }),
        );
        all.push(...page.terminals);
        next = page.next;
      } while (next !== null);
      return all;
    },
    meta: { depot, topics: ['terminals', 'findings', 'deliveries'] },
    refetchInterval: 60_000,
  });
export type Terminal = Schemas['Terminal'];
