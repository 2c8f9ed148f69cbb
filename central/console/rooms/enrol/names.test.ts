import { expect, test } from 'vitest';
import { namesAfter, namesIn, nameTwice } from './names.ts';

test.each([
  ['Handheld 7', 3, ['Handheld 7', 'Handheld 8', 'Handheld 9']],
  ['HH-098', 3, ['HH-098', 'HH-099', 'HH-100']],
  ['Van', 2, ['Van 1', 'Van 2']],
  ['Van ', 1, ['Van']],
  ['7', 2, ['7', '8']],
  ['  ', 3, []],
  ['Handheld 1', -1, []],
] as const)('after %j, %i are called %j', (first, count, names) => {
  expect(namesAfter(first, count)).toEqual(names);
});

test('a list has a name in each line, and blank lines are nobody', () => {
  expect(namesIn(' North 1\r\n\n North 2 \n')).toEqual(['North 1', 'North 2']);
});

test('a name that is there twice is found', () => {
  expect(nameTwice(['a', 'b', 'a'])).toBe('a');
  expect(nameTwice(['a', 'b'])).toBeNull();
});
