import type { QueryClient } from '@tanstack/react-query';
import { redirect } from '@tanstack/react-router';
import { isSignedOut } from '../api/client.ts';
import { boardQuery, depotsQuery, meQuery } from '../api/queries.ts';
import { ownAddress } from './own-address.ts';
import { chosenOf } from './use-depot.ts';

/** Who looks, and what depots they see: known before anything is shown. Whoever is nobody signs in. */
export const loadSession = async (queries: QueryClient, href: string): Promise<void> => {
  try {
    await Promise.all([queries.ensureQueryData(meQuery), queries.ensureQueryData(depotsQuery)]);
  } catch (error) {
    if (!isSignedOut(error)) throw error;
    throw redirect({ to: '/sign-in', search: ownAddress(href) });
  }
};

/** Asks how a depot stands beside the rest of the page. What is wrong with it the room says itself. */
export const beginBoard = async (
  queries: QueryClient,
  asked: string | undefined,
): Promise<void> => {
  const depots = await queries.ensureQueryData(depotsQuery).catch(() => []);
  const chosen = chosenOf(depots, asked);
  if (chosen !== null) void queries.prefetchQuery(boardQuery(chosen.id));
};
