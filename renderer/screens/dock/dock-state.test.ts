import { expect, test } from 'vitest';
import { instant } from '../../../shared/protocol/ids.ts';
import type { DockView } from '../../../shared/terminal/view/dock-view.ts';
import { glanceOf, markOf, secondsLeft, workOf } from './dock-state.ts';

const docking: DockView = {
  name: 'dock',
  update: null,
  findings: { total: 0, shown: [] },
  phase: 'handing-in',
  handedIn: { done: 30, total: 40 },
  pulled: { done: 0, total: 12 },
  notSent: 3,
  again: false,
  problem: null,
  retryAt: null,
  stops: 0,
  route: null,
  day: null,
  driver: null,
  enrolled: null,
};

test('what is left goes both ways', () => {
  expect(workOf(docking)).toEqual({ entriesLeft: 10, stopsLeft: 12, percent: 57 });
});

test('the ring is not full before it is over', () => {
  const all = { ...docking, handedIn: { done: 40, total: 40 }, pulled: { done: 12, total: 12 } };
  expect(workOf({ ...all, phase: 'pulling' }).percent).toBe(99);
  expect(workOf({ ...all, phase: 'done' }).percent).toBe(100);
});

test('nothing to do is done when it is done', () => {
  const none = { ...docking, handedIn: { done: 0, total: 0 }, pulled: { done: 0, total: 0 } };
  expect(workOf({ ...none, phase: 'reaching' }).percent).toBe(0);
  expect(workOf({ ...none, phase: 'done' }).percent).toBe(100);
});

test('it may be taken out only when it is done', () => {
  expect(glanceOf(docking, null)).toBe('busy');
  expect(glanceOf({ ...docking, phase: 'pulling' }, null)).toBe('busy');
  expect(glanceOf({ ...docking, phase: 'done', stops: 4 }, null)).toBe('ready');
});

test('it needs a person where it does not try again by itself, or not with success', () => {
  const failed = { ...docking, phase: 'failed', problem: 'hand-in-refused' } as const;
  expect(glanceOf(failed, null)).toBe('person');
  const retryAt = instant.parse(1_800_000_000_000);
  expect(glanceOf({ ...failed, problem: 'central-untrusted', retryAt }, null)).toBe('person');
  expect(glanceOf({ ...failed, problem: 'store-full', retryAt }, null)).toBe('person');
});

test('without a connection it may be taken, also while it tries once more (S5)', () => {
  const retryAt = instant.parse(1_800_000_000_000);
  const failed = { ...docking, phase: 'failed', problem: 'central-unreachable', retryAt } as const;
  expect(glanceOf(failed, null)).toBe('offline');
  expect(glanceOf({ ...docking, phase: 'reaching', again: true }, null)).toBe('offline');
  // At first it is not known; that it must stay in is not said either.
  expect(glanceOf({ ...docking, phase: 'reaching' }, null)).toBe('connecting');
});

test('a terminal without a route is not ready (S6)', () => {
  expect(glanceOf({ ...docking, phase: 'done', stops: 0 }, null)).toBe('empty');
  expect(glanceOf({ ...docking, phase: 'done', stops: 1 }, null)).toBe('ready');
});

test('how long it still takes is said once it is known how fast it goes', () => {
  const since = markOf(docking, 1_000);
  const later = { ...docking, handedIn: { done: 36, total: 40 } };
  expect(secondsLeft(since, markOf(later, 2_500))).toBeNull();
  expect(secondsLeft(since, markOf(docking, 9_000))).toBeNull();
  // 6 of the 22 in 3 seconds: 16 in 8.
  expect(secondsLeft(since, markOf(later, 4_000))).toBe(8);
});

test('a terminal that would not get through a day is not ready, and says so last', () => {
  const docked = { ...docking, phase: 'done', stops: 4 } as const;
  const full = { percent: 50, charging: true, low: false };
  const empty = { ...full, percent: 49 };
  expect(glanceOf(docked, full)).toBe('ready');
  expect(glanceOf(docked, empty)).toBe('charging');
  expect(glanceOf({ ...docked, stops: 0 }, empty)).toBe('empty');
  expect(glanceOf({ ...docking, phase: 'pulling' }, empty)).toBe('busy');
});

test('one that was enrolled a moment ago says so, whatever it has', () => {
  const enrolled = { depot: 'Berlin North', fingerprint: 'K7QD 92MX 4TKP' };
  const docked = { ...docking, phase: 'done', stops: 0, enrolled } as const;
  expect(glanceOf(docked, null)).toBe('enrolled');
  expect(glanceOf({ ...docked, stops: 9 }, { percent: 9, charging: true, low: true })).toBe(
    'enrolled',
  );
});
