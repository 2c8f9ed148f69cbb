import type { Edit } from '../kill/bundle.ts';
import {
  type CentralProcess,
  type CentralProcessOptions,
  startCentralProcess,
} from './central-process.ts';

/** Several processes of central over one database, of which some serve and are killed. */
export type Centrals = {
  /** The address of one that serves, by chance; waits until there is one. */
  readonly pick: (random: () => number) => Promise<string>;
  /**
   * Ends one, by its address or its name, with SIGKILL; another one is started in its place, and
   * serves when it is ready.
   */
  readonly kill: (which: string) => Promise<void>;
  /** The names of those that live, the one that waits among them. */
  readonly names: () => readonly string[];
  readonly setAhead: (aheadMs: number) => Promise<void>;
  /** Resolves when all that should serve do. */
  readonly whole: () => Promise<void>;
  readonly killed: () => number;
  readonly stop: () => Promise<void>;
};

/**
 * Starts `serving` processes and one more, which is ready for the first that is killed: a campaign
 * then need not wait for a start.
 */
export const startCentrals = async (
  optionsOf: (name: string) => Omit<CentralProcessOptions, 'aheadMs' | 'name'>,
  serving: number,
  edits: readonly Edit[] = [],
): Promise<Centrals> => {
  let aheadMs = 0;
  let killed = 0;
  let begun = 0;
  let stopping = false;
  const alive: CentralProcess[] = [];
  const starting = new Set<Promise<unknown>>();
  const start = (): Promise<void> => {
    const started = (async () => {
      const begunWith = aheadMs;
      const name = `central-${++begun}`;
      const options = { ...optionsOf(name), name, aheadMs: begunWith };
      const central = await startCentralProcess(options, edits);
      if (aheadMs !== begunWith) await central.setAhead(aheadMs);
      if (stopping) await central.kill();
      else alive.push(central);
    })();
    starting.add(started);
    const over = started.finally(() => starting.delete(started));
    over.catch(() => undefined);
    return started;
  };
  const pick: Centrals['pick'] = async (random) => {
    while (alive.length === 0) await Promise.race(starting);
    const among = alive.slice(0, serving);
    return (among[Math.floor(random() * among.length)] as CentralProcess).url;
  };
  const stop = async (): Promise<void> => {
    stopping = true;
    await Promise.allSettled(starting);
    await Promise.all(alive.splice(0).map((one) => one.kill()));
  };
  try {
    await Promise.all(Array.from({ length: serving + 1 }, start));
  } catch (error) {
    await stop();
    throw error;
  }
  return {
    pick,
    names: () => alive.map(({ name }) => name),
    kill: async (which) => {
      const at = alive.findIndex(({ url, name }) => url === which || name === which);
      if (at < 0) return;
      const [central] = alive.splice(at, 1) as [CentralProcess];
      killed++;
      start().catch(() => undefined);
      await central.kill();
    },
    setAhead: async (ms) => {
      aheadMs = ms;
      await Promise.all(alive.map((one) => one.setAhead(ms)));
    },
    whole: async () => {
      while (alive.length < serving) await Promise.race(starting);
    },
    killed: () => killed,
    stop,
  };
};
