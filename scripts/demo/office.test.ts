import { expect, test } from 'vitest';
import { keepSession } from './office.ts';

test('the console opens at each press: in the same session for a minute, then in a new one', async () => {
  let time = 0;
  let signIns = 0;
  const open = keepSession(
    'first',
    async () => `session ${++signIns}`,
    () => time,
  );
  expect([await open(), await open()]).toEqual(['first', 'first']);
  time += 60_000;
  expect(await Promise.all([open(), open()])).toEqual(['session 1', 'session 1']);
  time += 11 * 60_000;
  expect(await open()).toBe('session 2');
});
