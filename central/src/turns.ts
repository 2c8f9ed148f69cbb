/** Those that wait to go on, in the order in which they came. */
const line: (() => void)[] = [];

const goOn = (): void => {
  line.shift()?.();
  if (line.length > 0) setImmediate(goOn);
};

/**
 * Lets others have their turn in the middle of long work. Of all long work that waits, one piece goes
 * on in each turn of the event loop: what comes in between waits for one piece, and not for as many as
 * there are requests.
 */
export const nextTurn = (): Promise<void> =>
  new Promise((resume) => {
    line.push(resume);
    if (line.length === 1) setImmediate(goOn);
  });
