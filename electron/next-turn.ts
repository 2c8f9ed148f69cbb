/**
 * Lets everything go on that waits for this thread: the page's files at a start above all, which it
 * serves. To be awaited between pieces of a long work.
 */
export const nextTurn = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));
