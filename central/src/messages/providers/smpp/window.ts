/** Runs at most so many acts at a time. Gives null for one whose turn did not come in time. */
export const makeWindow = (size: number) => {
  let free = size;
  const waiting: (() => void)[] = [];

  const take = (until: AbortSignal): Promise<boolean> =>
    new Promise((resolve) => {
      if (until.aborted) return resolve(false);
      if (free > 0) {
        free--;
        return resolve(true);
      }
      const go = (): void => {
        until.removeEventListener('abort', giveUp);
        resolve(true);
      };
      const giveUp = (): void => {
        waiting.splice(waiting.indexOf(go), 1);
        resolve(false);
      };
      waiting.push(go);
      until.addEventListener('abort', giveUp, { once: true });
    });

  const give = (): void => {
    const next = waiting.shift();
    if (next === undefined) free++;
    else next();
  };

  return async <T>(until: AbortSignal, act: () => Promise<T>): Promise<T | null> => {
    if (!(await take(until))) return null;
    try {
      return await act();
    } finally {
      give();
    }
  };
};
