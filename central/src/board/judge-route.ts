import type { Instant } from '../../../shared/protocol/ids.ts';

/** What central knows of how a route goes. */
export type RouteFacts = {
  /** Stops of which central knows no end. */
  readonly open: number;
  /** When the first of them is expected. */
  readonly nextArrival: Instant | null;
  /** The newest stop of the route that its terminal says has ended: when, and when it was expected. */
  readonly lastClosed: { readonly at: Instant; readonly arrival: Instant } | null;
  /** When the terminal was last heard. What it has done since, nobody knows. */
  readonly heardAt: Instant | null;
};

/**
 * How far a route is behind its planned arrivals, in milliseconds, when its terminal was last heard;
 * less than 0: ahead. Null: nothing is known yet, or nothing is open any more. A stop that was still
 * open then, and expected before, counts as much as one that has ended.
 */
export const judgeDrift = ({
  open,
  nextArrival,
  lastClosed,
  heardAt,
}: RouteFacts): number | null => {
  if (open === 0) return null;
  const known = [
    ...(lastClosed === null ? [] : [lastClosed.at - lastClosed.arrival]),
    ...(heardAt !== null && nextArrival !== null && heardAt > nextArrival
      ? [heardAt - nextArrival]
      : []),
  ];
  return known.length === 0 ? null : Math.max(...known);
};
