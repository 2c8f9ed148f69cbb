import type { Central } from '../ports/central.ts';
import type { Clock } from '../ports/clock.ts';
import type { Store } from '../ports/store.ts';
import type { Dock } from './run-dock.ts';

/** How often a terminal that is docked asks whether the depot has something new for it. */
const ASK_EVERY_MS = 60_000;
/** And docks whether or not: keys, updates and the time are nothing that the question is about. */
const DOCK_EVERY_MS = 60 * 60_000;

type Parts = {
  readonly store: Pick<Store, 'cursor' | 'terminal'>;
  readonly dock: Pick<Dock, 'state' | 'start'>;
  readonly central: Pick<Central, 'pull' | 'waitMs'>;
  readonly clock: Pick<Clock, 'boot'>;
  readonly now: () => Parameters<Central['pull']>[2];
  readonly isOnline: () => boolean;
  /** Not after a failure, nor while IT is at work. */
  readonly mayDock: () => boolean;
};

/**
 * Watches the depot from the dock: a route that is changed while the terminal stands there is on it
 * when it is taken out. The question writes nothing; a docking follows only if there is something to
 * take over.
 */
export const makeDepotWatch = (parts: Parts): { readonly look: () => void } => {
  const { store, dock, central, now } = parts;
  const elapsed = (): number => parts.clock.boot().elapsedMs;
  /** When the docking that the terminal stands in was over, and when it asks next. */
  let standing: { readonly since: number; nextAt: number } | null = null;
  let isAsking = false;
  const isDocked = (): boolean => dock.state().phase === 'done';
  const mayAsk = (): boolean => isDocked() && parts.mayDock() && parts.isOnline();

  /** Whether a docking would bring anything. What hinders only now is asked again. */
  const hasNews = async (): Promise<boolean> => {
    const record = store.terminal();
    if (record === null) return false;
    const answer = await central.pull(record, store.cursor(), now());
    if (answer.ok) return answer.value.items.length > 0;
    return answer.error === 'cursor-unknown' || answer.error === 'terminal-revoked';
  };

  const ask = async (at: { nextAt: number }): Promise<void> => {
    isAsking = true;
    const isNew = await hasNews().catch(() => false);
    isAsking = false;
    // Not before central wants it.
    at.nextAt = elapsed() + Math.max(ASK_EVERY_MS, central.waitMs());
    if (isNew && at === standing && mayAsk()) dock.start();
  };

  return {
    look: () => {
      if (!isDocked()) {
        standing = null;
        return;
      }
      standing ??= { since: elapsed(), nextAt: elapsed() + ASK_EVERY_MS };
      if (isAsking || !mayAsk()) return;
      if (elapsed() - standing.since >= DOCK_EVERY_MS) dock.start();
      else if (elapsed() >= standing.nextAt) void ask(standing);
    },
  };
};
