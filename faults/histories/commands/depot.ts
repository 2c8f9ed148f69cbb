import fc from 'fast-check';
import { type Dies, diesBefore, type Shown, shownAt, some, stop } from './shown.ts';

/** When codes are good: from so long after now, for so long, and how many wrong ones lock. */
export type Validity = {
  readonly opensIn: number;
  readonly lasts: number;
  readonly attempts: number;
};
/** The nth request to central is lost on its way, or its answer is. */
type Cut = { readonly request: number; readonly lost: 'request' | 'answer' } | null;

/** What the depot does, and the terminal at its dock. */
export type DepotCommand =
  /** `scans`: what is scanned as soon as the docking has begun. */
  | ({ readonly do: 'dock'; readonly cut: Cut; readonly scans: Shown | null } & Dies)
  /** The terminal comes into a network on the road, with a door open or none. */
  | ({ readonly do: 'road'; readonly stop: number | null; readonly cut: Cut } & Dies)
  /** Central issues new codes for a delivery, takes it away, or gives it (again). */
  | {
      readonly do: 'issue' | 'withdraw' | 'give';
      readonly stop: number;
      readonly validity: Validity;
    }
  | { readonly do: 'take-back'; readonly customer: number; readonly nth: 0 | 1 }
  /** Central comes out of a backup: without the last entries, with another numbering, or both. */
  | { readonly do: 'restore'; readonly entries: number; readonly renumbered: boolean }
  /** Someone of the staff leaves, or is there (again). */
  | { readonly do: 'staff'; readonly who: number; readonly removed: boolean }
  | { readonly do: 'revoke' };

const HOUR = 3_600_000;
export const validity: fc.Arbitrary<Validity> = fc.record({
  opensIn: some(-HOUR, -HOUR, -HOUR, HOUR),
  lasts: some(2 * HOUR, 12 * HOUR, 48 * HOUR),
  attempts: some(2, 3, 5),
});
const cut = fc.option(
  fc.record({ request: fc.nat({ max: 5 }), lost: some('request' as const, 'answer' as const) }),
  { freq: 2 },
);
const scans = fc.option(
  stop.chain((at) => shownAt(at, 'hand-over')),
  { freq: 2 },
);
export const dock = fc.record({
  do: fc.constant('dock' as const),
  cut,
  scans,
  dies: diesBefore(30),
});
export const road = fc.record({
  do: fc.constant('road' as const),
  stop: fc.option(stop, { freq: 2 }),
  cut,
  dies: diesBefore(30),
});
export const change = fc.record({
  do: some('issue' as const, 'withdraw' as const, 'give' as const),
  stop,
  validity,
});
export const takeBack = fc.record({
  do: fc.constant('take-back' as const),
  customer: some(1, 2, 3, 7, 7),
  nth: some(0 as const, 1 as const),
});
export const restore = fc.record({
  do: fc.constant('restore' as const),
  entries: some(0, 1, 3, 9),
  renumbered: fc.boolean(),
});
export const staff = fc.record({
  do: fc.constant('staff' as const),
  who: some(1, 2),
  removed: fc.boolean(),
});
export const revoke = fc.record({ do: fc.constant('revoke' as const) });
