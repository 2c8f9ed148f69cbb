import { createContext, type ReactNode, useContext } from 'react';
import { type DepotView, NO_DEPOT } from '../shared/terminal/view/view.ts';

const DepotContext = createContext<DepotView>(NO_DEPOT);

export const DepotProvider = ({ depot, children }: { depot: DepotView; children: ReactNode }) => (
  <DepotContext value={depot}>{children}</DepotContext>
);

/** Whom the driver calls, and what this terminal is called. */
export const useDepot = (): DepotView => useContext(DepotContext);
