import type { ReactNode } from 'react';
import {
  DepotIcon,
  FileIcon,
  MessageIcon,
  ProofIcon,
  ReportsIcon,
  RouteIcon,
  SettingsIcon,
  SettleIcon,
  TerminalIcon,
} from './icons.tsx';

/** The rooms in the order of the navigation, each with its address. */
export const ROOMS = [
  { to: '/depot', words: 'depot.room', icon: <DepotIcon /> },
  { to: '/routes', words: 'routes.room', icon: <RouteIcon />, also: '/stops/' },
  { to: '/settle', words: 'settle.room', icon: <SettleIcon /> },
  { to: '/messages', words: 'messages.room', icon: <MessageIcon /> },
  { to: '/terminals', words: 'terminals.room', icon: <TerminalIcon /> },
  { to: '/import', words: 'import.room', icon: <FileIcon /> },
  { to: '/reports', words: 'reports.room', icon: <ReportsIcon /> },
  { to: '/proof', words: 'proof.room', icon: <ProofIcon /> },
  { to: '/settings', words: 'settings.room', icon: <SettingsIcon /> },
] as const satisfies readonly {
  readonly to: string;
  readonly words: string;
  readonly icon: ReactNode;
  /** How other addresses of the room begin. */
  readonly also?: string;
}[];
