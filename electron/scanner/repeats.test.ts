import { expect, test } from 'vitest';
import { makeRepeats } from './repeats.ts';

const bytesOf = (text: string): Uint8Array => Uint8Array.from(text, (c) => c.charCodeAt(0));

test('a symbol that is read again at once is no second scan, however long it is held', () => {
  const { isRepeat } = makeRepeats();
  expect([0, 100, 300, 500].map((at) => isRepeat(bytesOf('one'), at, false))).toEqual([
    false,
    true,
    true,
    true,
  ]);
  expect(isRepeat(bytesOf('one'), 800, false)).toBe(false);
});

test('a different code is never taken for a repeat, and the first after it neither', () => {
  const { isRepeat } = makeRepeats();
  const codes = ['one', 'two', 'one', 'onE'];
  expect(codes.map((code) => isRepeat(bytesOf(code), 0, true))).toEqual(codes.map(() => false));
});

test('a packet that is sent again is told from a second scan by its mark', () => {
  const { isRepeat } = makeRepeats();
  isRepeat(bytesOf('one'), 0, false);
  expect(isRepeat(bytesOf('one'), 2_000, true)).toBe(true);
  expect(isRepeat(bytesOf('one'), 4_000, false)).toBe(false);
});

test('what is forgotten is no repeat', () => {
  const { isRepeat, forget } = makeRepeats();
  isRepeat(bytesOf('one'), 0, false);
  forget();
  expect(isRepeat(bytesOf('one'), 1, false)).toBe(false);
});
