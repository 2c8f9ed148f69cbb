import { expect, test } from 'vitest';
import { fold, wordsToFind } from './fold.ts';

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

test('each word of a search is looked for by itself', () => {
  expect(wordsToFind('27  berg,')).toEqual(['27', 'berg']);
  expect(wordsToFind(' - ')).toEqual([]);
});
