import { useSyncExternalStore } from 'react';

/** Wide enough for a route and one of its stops beside each other. */
const wide = matchMedia('(min-width: 75rem)');

const subscribe = (look: () => void): (() => void) => {
  wide.addEventListener('change', look);
  return () => wide.removeEventListener('change', look);
};

export const useIsWide = (): boolean => useSyncExternalStore(subscribe, () => wide.matches);
