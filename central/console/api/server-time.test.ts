import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { hearServerTime, noteServerTime } from './server-time.ts';

beforeEach(() => {
  vi.useFakeTimers();
});
afterEach(() => {
  vi.useRealTimers();
});

test('however many listen there is one clock, and none when nobody does', () => {
  const heard = [0, 0, 0];
  const stops = heard.map((_, i) =>
    hearServerTime(() => {
      heard[i] = (heard[i] ?? 0) + 1;
    }),
  );
  expect(vi.getTimerCount()).toBe(1);
  vi.advanceTimersByTime(30_000);
  expect(heard).toEqual([2, 2, 2]);
  stops[0]?.();
  vi.advanceTimersByTime(15_000);
  expect(heard).toEqual([2, 3, 3]);
  for (const stop of stops) stop();
  expect(vi.getTimerCount()).toBe(0);
});

test('an answer with the time that is shown already has nothing written anew; another one has', () => {
  let heard = 0;
  const stop = hearServerTime(() => {
    heard += 1;
  });
  noteServerTime(Date.now() + 3_600_000);
  expect(heard).toBe(1);
  noteServerTime(Date.now() + 3_600_000);
  expect(heard).toBe(1);
  noteServerTime(Date.now());
  expect(heard).toBe(2);
  stop();
});
