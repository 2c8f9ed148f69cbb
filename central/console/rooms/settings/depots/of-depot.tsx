import type { ReactNode } from 'react';
import { WithoutDepot } from '../../../components/without-depot.tsx';
import { type Depot, useChosenDepot } from '../../../frame/use-depot.ts';

/** What is set for the depot that is looked at; anew for each of them. */
export const OfDepot = ({ children }: { readonly children: (depot: Depot) => ReactNode }) => {
  const depot = useChosenDepot();
  return depot === null ? <WithoutDepot /> : <div key={depot.id}>{children(depot)}</div>;
};
