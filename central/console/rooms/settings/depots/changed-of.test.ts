import { expect, test } from 'vitest';
import { changedOf } from './changed-of.ts';

test('only what was changed since the form was begun is asked for', () => {
  const begun = { hours: 36, waits: [30, 60], blocks: true, days: null as number | null };
  expect(changedOf(begun, { ...begun, waits: [30, 60] })).toEqual({});
  expect(changedOf(begun, { ...begun, waits: [30], days: 7 })).toEqual({ waits: [30], days: 7 });
  expect(changedOf({ ...begun, days: 7 }, begun)).toEqual({ days: null });
});
