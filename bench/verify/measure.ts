import { readFileSync } from 'node:fs';
import type { Block } from './figures.ts';

/** Adds up how long calls take until it is asked. */
export const makeTimer = () => {
  let sum = 0;
  const taken: number[] = [];
  return {
    taken,
    during: async <T>(work: () => Promise<T>): Promise<T> => {
      const start = performance.now();
      try {
        return await work();
      } finally {
        sum += performance.now() - start;
      }
    },
    now: <T>(work: () => T): T => {
      const start = performance.now();
      try {
        return work();
      } finally {
        sum += performance.now() - start;
      }
    },
    next: (): void => {
      taken.push(sum);
      sum = 0;
    },
    clear: (): void => {
      sum = 0;
    },
  };
};

/** How long the main thread has run, and was ready while others had the cores, in milliseconds. */
const mainThread = (): { readonly ran: number; readonly waited: number } => {
  try {
    const text = readFileSync(`/proc/self/task/${process.pid}/schedstat`, 'utf8');
    const [ran, waited] = text.split(' ');
    return { ran: Number(ran) / 1e6, waited: Number(waited) / 1e6 };
  } catch {
    return { ran: 0, waited: 0 };
  }
};

/**
 * The longest gap between two turns of the event loop while work is done, without the time for
 * which the thread was ready and other programs had the cores; and the longest that it computed
 * between two turns. What the first has beyond the second is the disk's: the store waits for it.
 */
export const longestBlock = async (work: () => Promise<unknown>): Promise<Block> => {
  let longest: Block = { ms: 0, computedMs: 0 };
  let last = performance.now();
  let before = mainThread();
  let isOver = false;
  const tick = (): void => {
    const now = performance.now();
    const thread = mainThread();
    // A timer of one millisecond comes after one; what is beyond it nobody else could have had.
    const ms = now - last - 1 - (thread.waited - before.waited);
    longest = {
      ms: Math.max(longest.ms, ms),
      computedMs: Math.max(longest.computedMs, thread.ran - before.ran),
    };
    last = now;
    before = thread;
    if (!isOver) setTimeout(tick, 1);
  };
  setTimeout(tick, 1);
  await work();
  isOver = true;
  tick();
  return longest;
};
