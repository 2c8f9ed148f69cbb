import { expect, test } from 'vitest';
import { fold, foldWithSpellings, wordsToFind } from './fold.ts';

test.each([
  ['Bergmannstraße 27', 'bergmannstrasse 27'],
  ['Ł. Żółtowski', 'l zoltowski'],
  ['S. Ó Briain', 's o briain'],
  ['Fürbringerstr. 20', 'furbringerstr 20'],
  ['شارع ٢٧', 'شارع ٢٧'],
  ['  ', ''],
])('%s is searched as %s', (text, folded) => {
  expect(fold(text)).toBe(folded);
});

test.each([
  ['Familie Müller', 'mueller'],
  ['Familie Mueller', 'Müller'],
  ['Goethestraße 12', 'göthe'],
  ['Schönhauser Allee 7', 'SCHOENHAUSER'],
  ['Sørensen', 'soerensen'],
  ['Haakon', 'håkon'],
  ['Manuel Aebi', 'manuel aebi'],
  ['شارع ٢٧', '27'],
  ['Bergmannstraße 27', 'bergmannstrasse 27'],
])('%s is found as %s, however it is spelt (D4)', (text, search) => {
  const found = foldWithSpellings(text);
  expect(wordsToFind(search).filter((word) => !found.includes(word))).toEqual([]);
});

test('each word of a search is looked for by itself', () => {
  expect(wordsToFind('27  berg,')).toEqual(['27', 'berg']);
  expect(wordsToFind(' - ')).toEqual([]);
});
