import { expect, test } from 'vitest';
import { findPlanned, planRoute } from '../../e2e/story/seed.ts';

test('the guide knows its own route, whatever else was imported before', () => {
  const { route: planned } = planRoute(600_000);
  const others = [
    { ...planned, name: '30' },
    { ...planned, day: '2026-01-01' },
  ];
  expect(findPlanned(others, planned)).toBeUndefined();
  expect(findPlanned([...others, { ...planned }], planned)).toEqual(planned);
});
