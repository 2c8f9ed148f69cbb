import { expect, test } from 'vitest';
import { keepSessions } from './office.ts';

const start = () => {
  const at = { time: 0, signIns: 0 };
  const signIn = async () => `session ${++at.signIns}`;
  return { at, letIn: keepSessions('first', signIn, () => at.time) };
};

test('each browser has a session of its own, however soon it comes', async () => {
  const { letIn } = start();
  expect(await Promise.all([letIn(null), letIn(null)])).toEqual(['first', 'session 1']);
  expect(await letIn('made up')).toBe('session 2');
});

test('a browser that comes again within a minute keeps its session, and has a new one then', async () => {
  const { at, letIn } = start();
  const own = await letIn(null);
  at.time += 59_000;
  expect(await letIn(own)).toBe(own);
  at.time += 1_000;
  expect(await letIn(own)).toBe('session 1');
});

test('where nobody is let in, it says so', async () => {
  const letIn = keepSessions('first', async () => '', Date.now);
  await letIn(null);
  await expect(letIn(null)).rejects.toThrow('could not be opened');
});
