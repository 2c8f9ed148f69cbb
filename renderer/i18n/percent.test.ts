import { expect, test } from 'vitest';
import { percentOf } from './percent.ts';

test.each([
  ['en', '85%'],
  ['pl', '85%'],
  ['de', '85\u00a0%'],
  ['fr', '85\u00a0%'],
  ['es', '85\u00a0%'],
  ['ar', '85\u200e%\u200e'],
])('a share in %s cannot break, and is drawn as it is read', (language, text) => {
  expect(percentOf(85, language)).toBe(text);
});
