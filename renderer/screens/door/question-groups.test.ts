import { expect, test } from 'vitest';
import { questionGroups } from './question-groups.ts';

const groups = (question: string) => questionGroups(question).map(({ text }) => text);

test.each([
  ['1234', ['1234']],
  ['123456', ['123', '456']],
  ['1234567', ['1234', '567']],
  ['12345678', ['1234', '5678']],
  ['1234567890', ['1234', '567', '890']],
  ['K7QD92MX47AB', ['K7QD', '92MX', '47AB']],
])('%s is read out in groups', (question, expected) => {
  expect(groups(question)).toEqual(expected);
});

test('nothing of the longest question is lost', () => {
  const longest = '0123456789abcdef'.repeat(4);
  expect(groups(longest).join('')).toBe(longest);
  expect(Math.max(...groups(longest).map((each) => each.length))).toBe(4);
});
