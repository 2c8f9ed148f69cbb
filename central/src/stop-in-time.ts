/** Ends one part; `mustEnd`: it is waited for even when the time is over. */
export type Stop = (() => Promise<unknown>) & { readonly mustEnd?: boolean };

/** All parts together end within ten seconds: what starts processes does not wait for longer. */
const ALL_MS = 6_000;
/** What a part gets when the time is over: enough to begin. */
const LATE_MS = 100;

export const pause = (ms: number): Promise<void> =>
  new Promise((resolve) => {
    setTimeout(resolve, ms);
  });

/**
 * Stops parts, the last that was started first. What hangs (a provider that does not answer, a query, a
 * body that never ends) is not waited for beyond the time that there is for all of them.
 */
export const stopInTime = async (stops: Stop[]): Promise<void> => {
  const end = performance.now() + ALL_MS;
  for (let last = stops.pop(); last !== undefined; last = stops.pop()) {
    const stopped = last().catch(() => {});
    if (last.mustEnd) await stopped;
    else await Promise.race([stopped, pause(Math.max(LATE_MS, end - performance.now()))]);
  }
};
