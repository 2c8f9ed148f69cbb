import { isKnownTimeZone } from '../../../shared/protocol/depot-facts.ts';
import type { DepotView } from '../../../shared/terminal/view/view.ts';
import type { Store } from '../ports/store.ts';

/** What this terminal knows of its depot. A zone that this machine does not have is none. */
export const presentDepot = ({ depot, terminal }: Pick<Store, 'depot' | 'terminal'>): DepotView => {
  const facts = depot();
  return {
    timeZone: facts !== null && isKnownTimeZone(facts.timeZone) ? facts.timeZone : null,
    dispatcherPhone: facts?.dispatcherPhone ?? null,
    terminalName: terminal()?.grant.terminalName ?? null,
  };
};
