import { expect, test } from 'vitest';
import type { DockView } from '../../../shared/ipc/view.ts';
import { glanceOf, workOf } from './dock-state.ts';

const docking: DockView = {
  name: 'dock',
  update: null,
  phase: 'handing-in',
  handedIn: { done: 30, total: 40 },
  pulled: { done: 0, total: 12 },
  problem: null,
  retryAt: null,
  stops: 0,
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
  expect(glanceOf({ ...docking, phase: 'reaching' })).toBe('busy');
  expect(glanceOf(docking)).toBe('busy');
  expect(glanceOf({ ...docking, phase: 'pulling' })).toBe('busy');
  expect(glanceOf({ ...docking, phase: 'failed' })).toBe('person');
  expect(glanceOf({ ...docking, phase: 'done' })).toBe('ready');
});
