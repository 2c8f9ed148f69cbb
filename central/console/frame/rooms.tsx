import type { ReactNode } from 'react';
import { DepotIcon } from './icons.tsx';

/** The rooms in the order of the navigation, each with its address and the right that shows it. */
export const ROOMS = [
  { to: '/depot', words: 'depot.room', right: 'look', icon: <DepotIcon /> },
] as const satisfies readonly {
  readonly to: string;
  readonly words: string;
  readonly right: string;
  readonly icon: ReactNode;
}[];
