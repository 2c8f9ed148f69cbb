import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { ProblemCode } from '../problem.ts';
import { backOffMs, type DockEvent, type DockState, dockStep, idleDock } from './dock.ts';

const run = (...events: DockEvent[]) =>
  events.reduce<ReturnType<typeof dockStep>>((step, event) => dockStep(step.state, event), {
    state: idleDock,
    effect: null,
  });
const start: DockEvent = { type: 'start' };
const proved = (waiting: number): DockEvent => ({ type: 'time-proved', waiting });
const handedIn = (accepted: number, waiting: number): DockEvent => ({
  type: 'handed-in',
  accepted,
  waiting,
});
const pulled = (items: number, remaining: number, waiting: number): DockEvent => ({
  type: 'pulled',
  items,
  remaining,
  waiting,
});
const failed = (problem: ProblemCode): DockEvent => ({
  type: 'failed',
  problem,
  random: 0.5,
  waitMs: 0,
});

test('a docking proves the time, hands in, pulls, and hands in what it wrote about that', () => {
  expect(run(start).effect).toEqual({ type: 'prove-time' });
  expect(run(start, proved(3)).effect).toEqual({ type: 'hand-in' });
  expect(run(start, proved(3), handedIn(2, 1)).effect).toEqual({ type: 'hand-in' });
  expect(run(start, proved(3), handedIn(3, 0)).effect).toEqual({ type: 'pull' });
  expect(run(start, proved(3), handedIn(3, 0), pulled(9, 4, 0)).effect).toEqual({ type: 'pull' });
  const last = run(start, proved(3), handedIn(3, 0), pulled(9, 4, 0), pulled(4, 0, 1));
  expect(last.effect).toEqual({ type: 'hand-in' });
  const done = dockStep(last.state, handedIn(1, 0));
  expect(done).toEqual({
    state: {
      phase: 'done',
      progress: { entriesDone: 4, entriesTotal: 4, itemsDone: 13, itemsTotal: 13 },
      pulled: true,
      failures: 0,
    },
    effect: null,
  });
});

test('with nothing to hand in it goes straight to pulling', () => {
  expect(run(start, proved(0)).effect).toEqual({ type: 'pull' });
});

test('what passes by itself is tried again, later each time; the rest waits for a person', () => {
  const once = run(start, failed('central-unreachable'));
  expect(once.effect).toEqual({ type: 'retry', afterMs: 1_500 });
  const twice = dockStep(dockStep(once.state, start).state, failed('central-unreachable'));
  expect(twice.effect).toEqual({ type: 'retry', afterMs: 3_000 });
  expect(run(start, failed('terminal-revoked')).effect).toBeNull();
});

test.each(['store-full', 'keychain-slow', 'keychain-locked'] as const)(
  'what hinders the terminal itself and may pass is tried again: %s (S7, A7)',
  (problem) => {
    expect(run(start, failed(problem)).effect).toEqual({ type: 'retry', afterMs: 1_500 });
  },
);

test('the wait never exceeds five minutes and is never nothing', () => {
  fc.assert(
    fc.property(
      fc.nat(1_000),
      fc.double({ min: 0, max: 0.999, noNaN: true }),
      (failures, random) => {
        const wait = backOffMs(failures, random);
        expect(wait).toBeGreaterThanOrEqual(1_000);
        expect(wait).toBeLessThanOrEqual(300_000);
      },
    ),
  );
});

test('done is reached only with everything handed in and pulled, in any order of answers', () => {
  const anyEvent = fc.oneof(
    fc.constant(start),
    fc.nat(3).map(proved),
    fc.tuple(fc.nat(3), fc.nat(3)).map(([a, w]) => handedIn(a, w)),
    fc.tuple(fc.nat(3), fc.nat(3), fc.nat(2)).map(([i, r, w]) => pulled(i, r, w)),
    fc.constant(failed('central-unreachable')),
  );
  fc.assert(
    fc.property(fc.array(anyEvent, { maxLength: 30 }), (events) => {
      let state: DockState = idleDock;
      for (const event of events) {
        state = dockStep(state, event).state;
        if (state.phase !== 'done') continue;
        expect(state.pulled).toBe(true);
        expect(state.progress.entriesDone).toBe(state.progress.entriesTotal);
        expect(state.progress.itemsDone).toBe(state.progress.itemsTotal);
      }
    }),
  );
});

test('a terminal that is told to wait for its turn waits so long, and has not failed', () => {
  const told: DockEvent = { type: 'failed', problem: 'central-busy', random: 0.5, waitMs: 7_000 };
  const { state, effect } = run(start, told);
  expect(effect).toEqual({ type: 'retry', afterMs: 7_500 });
  expect(state).toMatchObject({ phase: 'failed', problem: 'central-busy', failures: 0 });
  expect(dockStep(state, start)).toMatchObject({ effect: { type: 'prove-time' } });
});

test('no try after a failure is sooner than central wants it', () => {
  const told: DockEvent = { type: 'failed', problem: 'central-failed', random: 0, waitMs: 20_000 };
  expect(run(start, told).effect).toEqual({ type: 'retry', afterMs: 20_000 });
  expect(run(start, { ...told, waitMs: 0 }).effect).toEqual({ type: 'retry', afterMs: 1_000 });
});
