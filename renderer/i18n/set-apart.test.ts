import { expect, test } from 'vitest';
import { setApart } from './set-apart.ts';
import { startWords } from './start-words.ts';

test('a street stands apart from Arabic words, and a code as well', () => {
  expect(setApart('Lindenweg 3', 'rtl')).toBe('\u2068Lindenweg 3\u2069');
  expect(setApart('K7Q010', 'rtl')).toBe('\u2068K7Q010\u2069');
});

test('an Arabic name stands apart from English words', () => {
  expect(setApart('محمد 12', 'ltr')).toBe('\u2068محمد 12\u2069');
});

test.each(['12-14', '0034-0434', '+49 30 1234', '12 ب', '85\u200e%\u200e', '#7'])(
  'Arabic does not turn round the number %s',
  (text) => {
    expect(setApart(text, 'rtl')).toBe(`\u2068${text}\u2069`);
  },
);

test.each([
  ['Müller, 12', 'ltr'],
  ['محمد', 'rtl'],
  ['14:02', 'rtl'],
  ['7/9', 'rtl'],
  ['1.5', 'rtl'],
  ['12-14', 'ltr'],
  ['13', 'ltr'],
] as const)('%s goes with the words around it (%s)', (text, direction) => {
  expect(setApart(text, direction)).toBe(text);
});

test('the words of a language set apart what is filled in, and escape nothing', async () => {
  const arabic = await startWords('ar');
  expect(arabic.t('said.neighbour', { who: "O'Brien & Co." })).toBe(
    "الجار: \u2068O'Brien & Co.\u2069",
  );
  const english = await startWords('en');
  expect(english.t('said.neighbour', { who: "O'Brien <4>" })).toBe("Neighbour: O'Brien <4>");
});
