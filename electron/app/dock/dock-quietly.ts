import type { Clock } from '../ports/clock.ts';
import type { Store } from '../ports/store.ts';
import type { Dock } from './run-dock.ts';

/** Docks on the road, where the depot wants it and there is a network. Nobody has to ask for it. */
export type QuietDock = {
  /** Looks whether it is time; the terminal looks every few seconds. */
  readonly look: () => void;
  readonly over: (done: boolean) => void;
};

export const LOOK_EVERY_MS = 5_000;
/** After the docking before, if something waits; doubled by each that failed. */
const FIRST_WAIT_MS = 15_000;
/** Also how often the depot is asked for changes when there is nothing to hand in. */
const LONGEST_WAIT_MS = 15 * 60_000;

type Parts = {
  readonly store: Pick<Store, 'policy' | 'waiting'>;
  readonly dock: Pick<Dock, 'state' | 'startQuietly'>;
  readonly clock: Pick<Clock, 'boot'>;
  readonly isOnline: () => boolean;
  /** Not after a failure, nor while IT is at work. */
  readonly mayDock: () => boolean;
};

export const makeQuietDock = ({ store, dock, clock, isOnline, mayDock }: Parts): QuietDock => {
  const elapsed = () => clock.boot().elapsedMs;
  let failures = 0;
  let since = elapsed();
  const isDue = (): boolean => {
    const wait = Math.min(LONGEST_WAIT_MS, FIRST_WAIT_MS * 2 ** failures);
    return elapsed() - since >= (store.waiting().entries > 0 ? wait : LONGEST_WAIT_MS);
  };
  return {
    look: () => {
      if (!mayDock() || dock.state().phase !== 'idle' || !isOnline()) return;
      if (store.policy().docksOnNetwork && isDue()) dock.startQuietly();
    },
    over: (done) => {
      failures = done ? 0 : failures + 1;
      since = elapsed();
    },
  };
};
