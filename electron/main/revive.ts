/** How often the window may fail, and within what time, before it is left alone: milliseconds. */
const LIMIT = { failures: 5, withinMs: 60_000 } as const;

/**
 * What to do when the window's process is gone: `reload` it, or, when it has failed too often in
 * too short a time, `give-up`. `now` is any clock in milliseconds that does not go back.
 */
export const makeReviver = (
  now: () => number,
): { readonly failed: () => 'reload' | 'give-up'; readonly forget: () => void } => {
  let failures: number[] = [];
  return {
    failed: () => {
      const at = now();
      failures = [...failures.filter((earlier) => at - earlier < LIMIT.withinMs), at];
      return failures.length > LIMIT.failures ? 'give-up' : 'reload';
    },
    forget: () => {
      failures = [];
    },
  };
};
