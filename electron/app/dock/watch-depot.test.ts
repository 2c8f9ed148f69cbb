import { expect, test } from 'vitest';
import type { ManifestPage } from '../../../shared/protocol/api/terminal.ts';
import { err, ok, type Result } from '../../../shared/result.ts';
import type { ProblemCode } from '../../../shared/terminal/problem.ts';
import { makeDepotWatch } from './watch-depot.ts';

const MINUTE = 60_000;
type Answer = Result<ManifestPage, ProblemCode | 'cursor-unknown'>;

const pageOf = (items: number): Answer =>
  ok({ items: Array.from({ length: items }), cursor: 7 + items, remaining: 0 } as never);

const setUp = () => {
  const at = {
    ...{ elapsedMs: 0, waitMs: 0, online: true, may: true, phase: 'done' },
    answer: pageOf(0),
  };
  let [asked, started] = [0, 0];
  /** Holds the depot's answer back, until it is called. */
  let release: (() => void) | null = null;
  let isHeld = false;
  const watch = makeDepotWatch({
    store: { cursor: () => 7, terminal: () => ({}) as never },
    dock: {
      state: () => ({ phase: at.phase }) as never,
      start: () => {
        started += 1;
      },
    },
    central: {
      waitMs: () => at.waitMs,
      pull: async (_record, after) => {
        expect(after).toBe(7);
        asked += 1;
        if (isHeld) await new Promise<void>((resolve) => (release = resolve));
        return at.answer;
      },
    },
    clock: { boot: () => ({ bootId: 'one' as never, elapsedMs: at.elapsedMs }) },
    now: () => 0 as never,
    isOnline: () => at.online,
    mayDock: () => at.may,
  });
  /** How often it has asked and docked once so much more time has passed. */
  const after = async (ms: number): Promise<readonly [number, number]> => {
    at.elapsedMs += ms;
    watch.look();
    await new Promise(setImmediate);
    return [asked, started];
  };
  const hold = (): void => {
    isHeld = true;
  };
  return { at, after, hold, release: () => release?.() };
};

test('a docked terminal asks each minute, and docks when there is something new', async () => {
  const { at, after } = setUp();
  expect(await after(0)).toEqual([0, 0]);
  expect(await after(MINUTE - 1)).toEqual([0, 0]);
  expect(await after(1)).toEqual([1, 0]);
  expect(await after(MINUTE - 1)).toEqual([1, 0]);
  at.answer = pageOf(1);
  expect(await after(1)).toEqual([2, 1]);
});

test.each(['cursor-unknown', 'terminal-revoked'] as const)(
  'it docks to learn what %s means',
  async (problem) => {
    const { at, after } = setUp();
    await after(0);
    at.answer = err(problem);
    expect(await after(MINUTE)).toEqual([1, 1]);
  },
);

test('what hinders the question is no reason to dock, and it is asked again', async () => {
  const { at, after } = setUp();
  await after(0);
  at.answer = err('central-unreachable');
  expect(await after(MINUTE)).toEqual([1, 0]);
  expect(await after(MINUTE)).toEqual([2, 0]);
});

test('it keeps to how long central wants not to be asked', async () => {
  const { at, after } = setUp();
  await after(0);
  Object.assign(at, { answer: err('central-busy'), waitMs: 5 * MINUTE });
  expect(await after(MINUTE)).toEqual([1, 0]);
  expect(await after(5 * MINUTE - 1)).toEqual([1, 0]);
  expect(await after(1)).toEqual([2, 0]);
});

test('with nothing new it docks once an hour', async () => {
  const { at, after } = setUp();
  await after(0);
  for (let minute = 1; minute < 60; minute++) expect((await after(MINUTE))[1]).toBe(0);
  expect((await after(MINUTE))[1]).toBe(1);
  // The next hour begins with the end of that docking.
  at.phase = 'reaching';
  await after(0);
  at.phase = 'done';
  await after(0);
  expect((await after(59 * MINUTE))[1]).toBe(1);
});

test('an answer that comes when the terminal has left its dock starts nothing', async () => {
  const { at, after, hold, release } = setUp();
  await after(0);
  hold();
  at.answer = pageOf(1);
  expect(await after(MINUTE)).toEqual([1, 0]);
  at.phase = 'idle';
  expect(await after(0)).toEqual([1, 0]);
  release();
  expect(await after(0)).toEqual([1, 0]);
});

test.each([
  ['without a network', { online: false }],
  ['after a failure', { may: false }],
  ['while a docking runs', { phase: 'pulling' }],
  ['when nobody docked it', { phase: 'idle' }],
])('never %s', async (_when, change) => {
  const { at, after } = setUp();
  await after(0);
  Object.assign(at, change);
  expect(await after(2 * 60 * MINUTE)).toEqual([0, 0]);
});
