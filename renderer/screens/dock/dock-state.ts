import { assertNever } from '../../../shared/assert-never.ts';
import type { DockView } from '../../../shared/ipc/view.ts';

/** What is known in one glance: may it be taken out, not yet, or is somebody needed. */
export type DockGlance = 'ready' | 'busy' | 'person';

export const glanceOf = ({ phase }: DockView): DockGlance => {
  switch (phase) {
    case 'reaching':
    case 'handing-in':
    case 'pulling':
      return 'busy';
    case 'done':
      return 'ready';
    case 'failed':
      return 'person';
    default:
      return assertNever(phase);
  }
};

export type DockWork = {
  readonly entriesLeft: number;
  readonly stopsLeft: number;
  /** Whole per cent of everything known to be done; below 100 until it is really over. */
  readonly percent: number;
};

export const workOf = ({ phase, handedIn, pulled }: DockView): DockWork => {
  const total = handedIn.total + pulled.total;
  const done = Math.min(handedIn.done, handedIn.total) + Math.min(pulled.done, pulled.total);
  const share = total === 0 ? 0 : Math.floor((100 * done) / total);
  return {
    entriesLeft: Math.max(0, handedIn.total - handedIn.done),
    stopsLeft: Math.max(0, pulled.total - pulled.done),
    percent: phase === 'done' ? 100 : Math.min(99, share),
  };
};
