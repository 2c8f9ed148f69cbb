import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { Instant } from '../../../shared/protocol/ids.ts';
import { DEFAULT_POLICY } from '../../../shared/protocol/policy.ts';
import type { Store } from '../ports/store.ts';
import { makeReadClock } from './read-clock.ts';

const DOCKED = 1_800_000_000_000;
const HOUR = 3_600_000;

const read = (wall: number, bootId: string, newest: number | null, policy = DEFAULT_POLICY) =>
  makeReadClock(
    {
      timeAnchor: () => ({ centralTime: DOCKED as Instant, bootId: 'this', elapsedMs: 0 }),
      newestEntryTime: () => newest as Instant | null,
      policy: () => policy,
    } as Store,
    { wall: () => wall as Instant, boot: () => ({ bootId, elapsedMs: HOUR }) },
  )();

test('since the last docking a wrong wall clock is noticed, and changes nothing', () => {
  fc.assert(
    fc.property(fc.integer({ min: -10 * 365 * 24, max: 10 * 365 * 24 }), (hours) => {
      const { now, wallWrong, untrusted } = read(DOCKED + HOUR + hours * HOUR, 'this', DOCKED);
      expect(now).toEqual({ at: DOCKED + HOUR, trust: 'central' });
      expect(wallWrong).toBe(hours !== 0);
      expect(untrusted).toBe(false);
    }),
  );
});

test('after a restart a clock that runs behind the log is not believed, if the depot has it so', () => {
  const behind = DOCKED - 24 * HOUR;
  expect(read(behind, 'another', DOCKED)).toMatchObject({ wallWrong: true, untrusted: true });
  const lenient = { ...DEFAULT_POLICY, clockBlocks: false };
  expect(read(behind, 'another', DOCKED, lenient)).toMatchObject({
    wallWrong: true,
    untrusted: false,
  });
  expect(read(DOCKED + HOUR, 'another', DOCKED)).toMatchObject({
    wallWrong: false,
    untrusted: false,
  });
  expect(read(DOCKED - 60_000, 'another', DOCKED).untrusted).toBe(false);
});

test('the lease runs from the last docking', () => {
  expect(read(DOCKED, 'this', null).leaseEnds).toBe(DOCKED + DEFAULT_POLICY.leaseMs);
});
