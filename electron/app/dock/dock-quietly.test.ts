import { expect, test } from 'vitest';
import { DEFAULT_POLICY } from '../../../shared/protocol/policy.ts';
import { makeQuietDock } from './dock-quietly.ts';

const MINUTE = 60_000;

const setUp = () => {
  const at = { elapsedMs: 0, waiting: 1, online: true, wanted: true, may: true, phase: 'idle' };
  let started = 0;
  const quiet = makeQuietDock({
    store: {
      policy: () => ({ ...DEFAULT_POLICY, docksOnNetwork: at.wanted }),
      waiting: () => ({ entries: at.waiting, since: null }),
    },
    dock: {
      state: () => ({ phase: at.phase }) as never,
      startQuietly: () => {
        started += 1;
      },
    },
    clock: { boot: () => ({ bootId: 'one' as never, elapsedMs: at.elapsedMs }) },
    isOnline: () => at.online,
    mayDock: () => at.may,
  });
  /** How many have begun once so much more time has passed. */
  const after = (ms: number): number => {
    at.elapsedMs += ms;
    quiet.look();
    return started;
  };
  return { at, quiet, after };
};

test('what waits is handed in soon, and again only after it failed for longer and longer', () => {
  const { quiet, after } = setUp();
  expect(after(14_999)).toBe(0);
  expect(after(1)).toBe(1);
  quiet.over(false);
  expect(after(29_999)).toBe(1);
  expect(after(1)).toBe(2);
  quiet.over(false);
  expect(after(59_999)).toBe(2);
  expect(after(1)).toBe(3);
  quiet.over(true);
  expect(after(15_000)).toBe(4);
});

test('a hundred failures wait a quarter of an hour, no longer', () => {
  const { quiet, after } = setUp();
  for (let n = 0; n < 100; n++) quiet.over(false);
  expect(after(15 * MINUTE - 1)).toBe(0);
  expect(after(1)).toBe(1);
});

test('with nothing to hand in the depot is asked each quarter of an hour', () => {
  const { at, after } = setUp();
  at.waiting = 0;
  expect(after(15 * MINUTE - 1)).toBe(0);
  expect(after(1)).toBe(1);
});

test.each([
  ['without a network', { online: false }],
  ['where the depot does not want it', { wanted: false }],
  ['after a failure', { may: false }],
  ['while a docking runs', { phase: 'pulling' }],
  ['while a docking waits for a person', { phase: 'failed' }],
])('never %s', (_when, change) => {
  const { at, after } = setUp();
  Object.assign(at, change);
  expect(after(60 * MINUTE)).toBe(0);
});
