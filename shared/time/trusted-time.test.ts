import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { Instant } from '../ids.ts';
import { readTrustedTime } from './trusted-time.ts';

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
