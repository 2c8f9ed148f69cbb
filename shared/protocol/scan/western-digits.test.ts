import { expect, test } from 'vitest';
import { westernDigits } from './western-digits.ts';

test.each([
  ['٠١٢٣٤٥٦٧٨٩', '0123456789'],
  ['۰۱۲۳۴۵۶۷۸۹', '0123456789'],
  ['K٢-۳ 4', 'K2-3 4'],
])('the digits of %s are %s', (text, plain) => {
  expect(westernDigits(text)).toBe(plain);
});

test.each(['م', 'ߺ', 'ۺ', '٪', 'Enter', '0123456789'])('%s has none, and stays', (text) => {
  expect(westernDigits(text)).toBe(text);
});
