import { expect, test } from 'vitest';
import { daysOf, readSpan, stepFrom } from './spans.ts';

test.each([
  ['month', '2026-11-30', '2026-11-01', '2026-11-30'],
  ['month', '2024-02-10', '2024-02-01', '2024-02-29'],
  ['month', '2026-12-31', '2026-12-01', '2026-12-31'],
  ['week', '2026-11-29', '2026-11-23', '2026-11-29'],
  ['week', '2026-11-30', '2026-11-30', '2026-12-06'],
  ['day', '2026-11-30', '2026-11-30', '2026-11-30'],
] as const)('the %s of %s is from %s to %s', (by, on, from, to) => {
  expect(daysOf(by, on)).toEqual({ from, to });
});

test.each([
  ['month', '2026-01-31', -1, '2025-12-31'],
  ['month', '2026-01-31', 1, '2026-02-01'],
  ['week', '2026-11-30', -1, '2026-11-29'],
  ['day', '2026-11-30', 1, '2026-12-01'],
] as const)('from the %s of %s a step of %d leads to %s', (by, on, step, to) => {
  expect(stepFrom(by, on, step)).toBe(to);
});

test('an address says a time, or nothing', () => {
  expect(readSpan({ by: 'week', on: '2026-11-30', whole: true })).toEqual({
    by: 'week',
    on: '2026-11-30',
    whole: true,
  });
  expect(readSpan({ by: 'year', on: '2026-02-30', whole: 'yes' })).toEqual({});
});
