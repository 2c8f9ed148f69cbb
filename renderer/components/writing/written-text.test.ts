import { expect, test } from 'vitest';
import { withLetter, withoutLast } from './written-text.ts';

test.each([
  ['MÜLLER, 12A', 'Müller, 12A'],
  ["O'BRIEN", "O'Brien"],
  ['ŻÓŁTOWSKI-GROß 3', 'Żółtowski-Groß 3'],
  ['قضية', 'قضية'],
])('%s by touch is written %s (D5)', (touched, written) => {
  expect([...touched].reduce(withLetter, '')).toBe(written);
});

test('one touch takes one character away, whatever it is made of', () => {
  expect(withoutLast('Hund 🐕‍🦺')).toBe('Hund ');
  expect(withoutLast('e\u0301')).toBe('');
  expect(withoutLast('')).toBe('');
});
