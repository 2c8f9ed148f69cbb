import { isDeepStrictEqual } from 'node:util';
import type { Store } from '../../electron/app/ports/store.ts';
import { allStops } from '../../electron/testing/all-stops.ts';
import type { Sequence } from '../../shared/protocol/ids.ts';

/**
 * All that a store says and that verdicts or proofs depend on. The cursor and central's
 * acknowledgement are left out: an older one is asked again, and answered as before.
 */
const readAll = (store: Store) => ({
  head: store.logPosition(),
  log: store.entriesAfter(0 as Sequence, 10_000),
  record: store.terminal(),
  routes: store.routes(),
  policy: store.policy(),
  timeAnchor: store.timeAnchor(),
  stops: allStops(store),
});

export type Dump = ReturnType<typeof readAll>;
export const dump = readAll;

/** The names of what differs between two states of a store. */
export const differences = (a: Dump, b: Dump): string[] => {
  const found: string[] = [];
  for (const key of ['head', 'log', 'record', 'routes', 'policy', 'timeAnchor'] as const) {
    if (!isDeepStrictEqual(a[key], b[key])) found.push(key);
  }
  if (a.stops.length !== b.stops.length) found.push('stops');
  for (const [i, stop] of a.stops.entries()) {
    const other = b.stops[i];
    for (const [key, value] of Object.entries(stop)) {
      // A stop that was handed over is judged by its acceptance alone.
      if (key === 'tries' && stop.acceptance !== null && other?.acceptance !== null) continue;
      const counterpart = other?.[key as keyof typeof stop];
      if (other !== undefined && !isDeepStrictEqual(value, counterpart)) found.push(key);
    }
  }
  return [...new Set(found)];
};
