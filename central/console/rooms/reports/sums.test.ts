import { expect, test } from 'vitest';
import { eachDay, handOversOf, shareInWords, sumOf } from './sums.ts';

test.each([
  [987, 1_000, 'en', '98.7%'],
  [987, 1_000, 'de', '98,7\u00a0%'],
  [9_999, 10_000, 'en', '99.9%'],
  [10_000, 10_000, 'en', '100%'],
  [2, 3, 'en', '66.7%'],
  [1, 3, 'en', '33.3%'],
  [1, 10_000, 'en', '0.1%'],
  [0, 3, 'en', '0%'],
  [0, 0, 'en', '–'],
])('%d of %d is in %s %s', (part, whole, language, said) => {
  expect(shareInWords(part, whole, language)).toBe(said);
});

test('what the customer had counts as theirs: a code, a pass, a token', () => {
  expect(handOversOf({ code: 5, pass: 2, token: 1, override: 3, open: 9 })).toEqual({
    customer: 8,
    override: 3,
    all: 11,
  });
});

test('a day on which nothing was done has nothing, and is there', () => {
  const ends = { code: 1 };
  const days = eachDay([{ from: '2026-03-01', ends }] as never, '2026-02-28', '2026-03-02');
  expect(days).toEqual([
    { from: '2026-02-28', ends: {} },
    { from: '2026-03-01', ends },
    { from: '2026-03-02', ends: {} },
  ]);
});

test('days are summed up, whatever each of them has', () => {
  const day = { from: '', to: '', ends: {}, exceptions: {}, messages: {}, door: {} };
  const periods = [
    { ...day, tries: { 'wrong-code': 1 } },
    { ...day, tries: { 'wrong-code': 2, expired: 4 } },
  ];
  expect(sumOf(periods as never, 'tries')).toEqual({ 'wrong-code': 3, expired: 4 });
});
