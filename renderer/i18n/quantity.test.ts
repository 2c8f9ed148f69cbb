import { expect, test } from 'vitest';
import { percentOf, spanOf } from './quantity.ts';

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

test('a span of time is as short as the language has it', () => {
  expect(spanOf(31, 'hour', 'en')).toBe('31h');
  expect(spanOf(119, 'minute', 'pl')).toMatch(/^119\s?min$/);
});
