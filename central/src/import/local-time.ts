import type { Instant } from '../../../shared/protocol/ids.ts';
import { offsetAt } from '../../../shared/protocol/time/zoned-day.ts';

const DAY_MS = 86_400_000;

/** No zone changes its clocks within such a piece of time. */
const QUARTER_MS = 900_000;
const MAX_KNOWN = 20_000;
/** How far the clocks of a zone are ahead, by the quarter of an hour: to look it up is slow. */
const ahead = new Map<string, number>();

/** What the clocks of a zone show at an instant, as if it were UTC; to the second. */
const shownAt = (at: number, timeZone: string): number => {
  const key = `${timeZone} ${Math.floor(at / QUARTER_MS)}`;
  let offset = ahead.get(key);
  if (offset === undefined) {
    offset = offsetAt(at, timeZone);
    if (ahead.size >= MAX_KNOWN) ahead.clear();
    ahead.set(key, offset);
  }
  return Math.floor(at / 1_000) * 1_000 + offset;
};

/**
 * The instants at which the clocks of a zone show a time (`2026-10-25T02:30:00`), earliest first:
 * none in the hour that they skip, two in the one that they repeat.
 */
export const localInstants = (local: string, timeZone: string): readonly Instant[] => {
  const asUtc = Date.parse(`${local}Z`);
  const fraction = asUtc % 1_000;
  const wall = asUtc - fraction;
  const offsets = new Set(
    // No zone is further from UTC than a day, and none changes its clocks twice in two.
    [wall - DAY_MS, wall + DAY_MS].map((near) => shownAt(near, timeZone) - near),
  );
  return [...offsets]
    .map((offset) => wall - offset)
    .filter((at) => shownAt(at, timeZone) === wall)
    .sort((a, b) => a - b)
    .map((at) => (at + fraction) as Instant);
};

/** Whether the clocks of a zone show 0:00 at an instant, as they do for a date that has no time. */
export const isMidnight = (at: Instant, timeZone: string): boolean =>
  (shownAt(at, timeZone) + (at % 1_000)) % DAY_MS === 0;
