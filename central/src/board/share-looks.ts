/** Looks something up, or has the answer of somebody who asks for the same. */
export type SharedLooks<Answer> = (key: string, look: () => Promise<Answer>) => Promise<Answer>;

/**
 * Whoever asks for what is being looked up at that moment shares the next look with all who do, which
 * begins once this one has ended. So each is answered with what was there after they asked; and
 * however many ask, there is one look at a time. It must not matter who of them looks.
 */
export const shareLooks = <Answer>(): SharedLooks<Answer> => {
  const underWay = new Map<string, Promise<Answer>>();
  const next = new Map<string, Promise<Answer>>();
  const begin = (key: string, look: () => Promise<Answer>): Promise<Answer> => {
    next.delete(key);
    const begun = look().finally(() => underWay.delete(key));
    underWay.set(key, begun);
    return begun;
  };
  return (key, look) => {
    const waiting = next.get(key);
    if (waiting !== undefined) return waiting;
    const before = underWay.get(key);
    if (before === undefined) return begin(key, look);
    const after = before.then(
      () => begin(key, look),
      () => begin(key, look),
    );
    next.set(key, after);
    return after;
  };
};
