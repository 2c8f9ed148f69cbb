import { expect, test } from 'vitest';
import { makeEnding } from './ending.ts';

const begin = (isRunning: boolean) => {
  const did: string[] = [];
  let closed = (): void => undefined;
  const terminal = {
    shutDown: () =>
      new Promise<void>((resolve) => {
        did.push('shut down');
        closed = resolve;
      }),
  };
  let running = isRunning ? terminal : null;
  const ending = makeEnding({
    running: () => running,
    leave: () => {
      did.push('leave');
      running = null;
    },
    quit: () => {
      did.push('quit');
      ending.beforeQuit({ preventDefault: () => did.push('held up') });
    },
  });
  return { did, ending, closed: () => closed() };
};
const settled = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));

test('a quit waits until the terminal is closed, once', async () => {
  const { did, ending, closed } = begin(true);
  ending.beforeQuit({ preventDefault: () => did.push('held up') });
  await settled();
  expect(did).toEqual(['leave', 'shut down', 'held up']);
  closed();
  await settled();
  expect(did.slice(3)).toEqual(['quit', 'leave']);
});

test('the end of a session closes the terminal as a quit does, and holds up nothing (W13)', async () => {
  const { did, ending, closed } = begin(true);
  ending.sessionEnd();
  await settled();
  expect(did).toEqual(['leave', 'shut down']);
  closed();
  await settled();
  expect(did).toEqual(['leave', 'shut down', 'quit', 'leave']);
});

test('without a terminal both end the app at once (W13)', () => {
  const quitting = begin(false);
  quitting.ending.beforeQuit({ preventDefault: () => quitting.did.push('held up') });
  expect(quitting.did).toEqual(['leave']);
  const ending = begin(false);
  ending.ending.sessionEnd();
  expect(ending.did).toEqual(['leave', 'quit', 'leave']);
});
