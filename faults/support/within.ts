import { setTimeout as wait } from 'node:timers/promises';

/** What takes longer has stopped for good: a campaign says where, and ends. */
const LONGEST_MS = 180_000;

/** Waits for a part of a run, for three minutes at most. Throws with its name if it does not end. */
export const within = async <T>(part: string, does: Promise<T>): Promise<T> => {
  const over = new AbortController();
  const late = wait(LONGEST_MS, undefined, { signal: over.signal }).then(() => {
    throw new Error(`${part}: it does not end`);
  });
  try {
    return await Promise.race([does, late]);
  } finally {
    over.abort();
    late.catch(() => undefined);
  }
};
