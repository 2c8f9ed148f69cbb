import { expect, test } from 'vitest';
import { makeReviver } from './revive.ts';

test('a window that fails now and then is always loaded again', () => {
  let at = 0;
  const reviver = makeReviver(() => at);
  for (let n = 0; n < 100; n++) {
    at += 15_000;
    expect(reviver.failed()).toBe('reload');
  }
});

test('one that fails six times in a minute is left alone, until a person asks for it', () => {
  const reviver = makeReviver(() => 1_000);
  const five = Array.from({ length: 5 }, () => reviver.failed());
  expect(five).toEqual(Array.from({ length: 5 }, () => 'reload'));
  expect(reviver.failed()).toBe('give-up');
  expect(reviver.failed()).toBe('give-up');
  reviver.forget();
  expect(reviver.failed()).toBe('reload');
});
