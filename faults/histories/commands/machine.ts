import fc from 'fast-check';
import { type Dies, dies, some, stop } from './shown.ts';

const SECOND = 1_000;
const MINUTE = 60 * SECOND;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;
const YEAR = 365 * DAY;

/** What becomes of the terminal, its clocks and its files, and who drives. */
export type MachineCommand =
  /** The app ends and starts again; with the machine, which has another boot clock then. */
  | ({ readonly do: 'restart'; readonly machine: boolean } & Dies)
  /** True time goes on, asleep or awake. */
  | { readonly do: 'pass'; readonly ms: number }
  /** True time goes on to an edge of what a stop's codes are good for, or so far from it. */
  | {
      readonly do: 'pass-to';
      readonly edge: 'opens' | 'closes' | 'wait' | 'lease';
      readonly stop: number;
      readonly off: number;
    }
  /** The wall clock is set so far from true time. */
  | { readonly do: 'turn'; readonly offset: number }
  /** The store's files are copied, with the keychain; or a copy is put back. */
  | { readonly do: 'copy'; readonly slot: number }
  | {
      readonly do: 'put-back';
      /** A number, or what was there before the last copy was put back. */
      readonly slot: number | 'newest';
      readonly keychain: boolean;
      readonly online: boolean;
    }
  /** A copy of the profile is opened beside it, and somebody shows it the code of a stop. */
  | { readonly do: 'twin'; readonly stop: number; readonly meets: 'type' | 'dock' }
  /** Somebody's badge is scanned: a driver's, IT's, nobody's. */
  | ({ readonly do: 'badge'; readonly who: number } & Dies)
  | ({ readonly do: 'sign-out' } & Dies);

const SLOTS = 2;
export const slot = fc.integer({ min: 0, max: SLOTS - 1 });
const turns = [SECOND, 3 * MINUTE, HOUR, DAY, 30 * DAY, YEAR, 10 * YEAR];
export const offset = fc.oneof(fc.constant(0), some(...turns.flatMap((by) => [by, -by])));
export const off = some(-SECOND, -1, 0, 1, SECOND);
const only = <T extends string>(name: T) => fc.constant(name);

export const restart = fc.record({ do: only('restart'), machine: fc.boolean(), dies });
export const pass = fc.record({
  do: only('pass'),
  ms: some(1, 29_999, 30_000, 5 * MINUTE, 5 * MINUTE, HOUR, 6 * HOUR),
});
export const passTo = fc.record({
  do: only('pass-to'),
  edge: some('opens' as const, 'opens', 'closes', 'wait', 'wait', 'wait', 'lease'),
  stop,
  off,
});
export const turn = fc.record({ do: only('turn'), offset });
export const copy = fc.record({ do: only('copy'), slot });
export const putBack = fc.record({
  do: only('put-back'),
  slot: fc.oneof(slot, only('newest')),
  keychain: fc.integer({ min: 0, max: 4 }).map((n) => n === 4),
  online: fc.boolean(),
});
export const twin = fc.record({
  do: only('twin'),
  stop,
  meets: some('type' as const, 'dock' as const),
});
export const badge = fc.record({ do: only('badge'), who: some(1, 1, 2, 2, 3, 4), dies });
export const signOut = fc.record({ do: only('sign-out'), dies });
