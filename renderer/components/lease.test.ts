import { expect, test } from 'vitest';
import { instant } from '../../shared/protocol/ids.ts';
import { leaseOf } from './lease.ts';

const now = 1_800_000_000_000;
const HOUR = 3_600_000;
const leaseIn = (ms: number) => leaseOf(instant.parse(now + ms), now);

test('there is no lease before the first docking', () => {
  expect(leaseOf(null, now)).toBeNull();
});

test('a lease is said in whole hours, and never as more than there is', () => {
  expect(leaseIn(31 * HOUR + 59 * 60_000)).toEqual({ unit: 'hours', left: 31, low: false });
  expect(leaseIn(2 * HOUR)).toEqual({ unit: 'hours', left: 2, low: false });
});

test('the last two hours are said in minutes, and stand out', () => {
  expect(leaseIn(2 * HOUR - 1)).toEqual({ unit: 'minutes', left: 119, low: true });
  expect(leaseIn(1)).toEqual({ unit: 'minutes', left: 0, low: true });
});

test('a lease is over at its very end', () => {
  expect(leaseIn(0)).toEqual({ unit: 'over', low: true });
  expect(leaseIn(-HOUR)).toEqual({ unit: 'over', low: true });
});
