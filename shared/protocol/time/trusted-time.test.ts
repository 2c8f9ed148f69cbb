import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { Instant } from '../ids.ts';
import { readTrustedTime, timeAnchor, trustedTime, wallDisagrees } from './trusted-time.ts';

const DOCKED = 1_800_000_000_000 as Instant;
const anchor = { centralTime: DOCKED, bootId: 'this boot', elapsedMs: 1_000 };
const boot = { bootId: 'this boot', elapsedMs: 61_000 };
const anyWall = fc
  .integer({ min: 946_684_800_000, max: 7_258_118_399_999 })
  .map((n) => n as Instant);

test('since the last dock, in one boot, nobody can move time by the wall clock', () => {
  fc.assert(
    fc.property(anyWall, (wall) => {
      expect(readTrustedTime({ anchor, boot, wall, newestEntry: null })).toEqual({
        at: DOCKED + 60_000,
        trust: 'central',
      });
    }),
  );
});

test('after a restart the wall clock is all there is, and is marked so', () => {
  const other = { bootId: 'another boot', elapsedMs: 5 };
  const wall = (DOCKED + 7) as Instant;
  expect(readTrustedTime({ anchor, boot: other, wall, newestEntry: null })).toEqual({
    at: wall,
    trust: 'wall',
  });
});

test('a boot clock that runs behind the dock is not of this boot, whatever its name', () => {
  const behind = { bootId: 'this boot', elapsedMs: 999 };
  expect(readTrustedTime({ anchor, boot: behind, wall: DOCKED, newestEntry: null }).trust).toBe(
    'wall',
  );
});

test('time never runs back behind the newest entry', () => {
  fc.assert(
    fc.property(anyWall, anyWall, fc.boolean(), (wall, newestEntry, docked) => {
      const read = readTrustedTime({ anchor: docked ? anchor : null, boot, wall, newestEntry });
      expect(read.at).toBeGreaterThanOrEqual(newestEntry);
    }),
  );
});

test('a restart does not take time back behind what central has told', () => {
  const other = { bootId: 'another boot', elapsedMs: 5 };
  const wall = (DOCKED - 86_400_000) as Instant;
  expect(readTrustedTime({ anchor, boot: other, wall, newestEntry: null })).toEqual({
    at: DOCKED,
    trust: 'log',
  });
});

test('parts of a millisecond of the boot clock are dropped, never rounded up', () => {
  const read = (elapsedMs: number) =>
    readTrustedTime({ anchor, boot: { ...boot, elapsedMs }, wall: DOCKED, newestEntry: null }).at;
  expect(read(1_000)).toBe(DOCKED);
  expect(read(1_000.9)).toBe(DOCKED);
  expect(read(1_001)).toBe(DOCKED + 1);
});

test('without an anchor the wall clock counts, and the log holds it up', () => {
  const read = (newestEntry: Instant | null) =>
    readTrustedTime({ anchor: null, boot, wall: DOCKED, newestEntry });
  expect(read(null)).toEqual({ at: DOCKED, trust: 'wall' });
  expect(read(DOCKED)).toEqual({ at: DOCKED, trust: 'wall' });
  expect(read((DOCKED + 1) as Instant)).toEqual({ at: DOCKED + 1, trust: 'log' });
});

test('the wall clock disagrees only when it is further away than is tolerated, either way', () => {
  const now = { at: DOCKED, trust: 'central' as const };
  const disagrees = (by: number) => wallDisagrees((DOCKED + by) as Instant, now, 120_000);
  expect([-120_001, -120_000, 0, 120_000, 120_001].map(disagrees)).toEqual([
    true,
    false,
    false,
    false,
    true,
  ]);
});

test('a trusted instant says by what it is trusted, and an anchor belongs to a named boot', () => {
  for (const trust of ['central', 'log', 'wall']) {
    expect(trustedTime.safeParse({ at: DOCKED, trust }).success).toBe(true);
  }
  const isAnchor = (change: object) => timeAnchor.safeParse({ ...anchor, ...change }).success;
  expect(trustedTime.safeParse({ at: DOCKED, trust: 'guess' }).success).toBe(false);
  expect(isAnchor({})).toBe(true);
  expect(isAnchor({ bootId: 'b', elapsedMs: 0 })).toBe(true);
  expect(isAnchor({ bootId: 'b'.repeat(64) })).toBe(true);
  expect(isAnchor({ bootId: '' })).toBe(false);
  expect(isAnchor({ bootId: 'b'.repeat(65) })).toBe(false);
  expect(isAnchor({ elapsedMs: -1 })).toBe(false);
  expect(isAnchor({ more: 1 })).toBe(false);
});
