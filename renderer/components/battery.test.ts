import { expect, test } from 'vitest';
import { batteryOf } from './battery.ts';

test('a terminal without a battery, which reads as full and charging, shows none', () => {
  expect(batteryOf({ level: 1, charging: true, chargingTime: 0 })).toBeNull();
});

test.each([
  [0.82, false, { percent: 82, charging: false, low: false }],
  [1, false, { percent: 100, charging: false, low: false }],
  [0.2, false, { percent: 20, charging: false, low: true }],
  [0.05, true, { percent: 5, charging: true, low: false }],
])('a battery at %d, charging: %s', (level, charging, expected) => {
  expect(batteryOf({ level, charging, chargingTime: Number.POSITIVE_INFINITY })).toEqual(expected);
});
