import { useSuspenseQuery } from '@tanstack/react-query';
import { useSearch } from '@tanstack/react-router';
import { depotsQuery } from '../api/queries.ts';

export type Depot = NonNullable<ReturnType<typeof useDepots>[number]>;

export const useDepots = () => useSuspenseQuery(depotsQuery).data;

/** The depot that is looked at: the one that the address names, or else the first; null: there is none. */
export const chosenOf = (depots: readonly Depot[], asked: string | undefined): Depot | null =>
  depots.find(({ id }) => id === asked) ?? depots[0] ?? null;

/** The depot that is looked at; null: there is none. */
export const useChosenDepot = (): Depot | null => {
  const { depot: asked } = useSearch({ strict: false });
  return chosenOf(useDepots(), asked);
};

/** Whether the address names a depot that whoever looks does not see, or that there is not. */
export const useIsDepotUnknown = (): boolean => {
  const { depot: asked } = useSearch({ strict: false });
  const depots = useDepots();
  return asked !== undefined && depots.length > 0 && depots.every(({ id }) => id !== asked);
};
