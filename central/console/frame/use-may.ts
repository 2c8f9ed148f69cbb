import { useSuspenseQuery } from '@tanstack/react-query';
import { meQuery } from '../api/queries.ts';

type Right = keyof ReturnType<typeof useMe>['rights'];

const useMe = () => useSuspenseQuery(meQuery).data;

/** Whether whoever is signed in may do something in a depot; null: in all of them, and new ones. */
export const useMay = (right: Right, depot: string | null): boolean => {
  const depots = useMe().rights[right];
  return depots === 'all' || (depot !== null && (depots?.includes(depot) ?? false));
};
