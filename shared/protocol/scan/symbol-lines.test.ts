import { expect, test } from 'vitest';
import { utf8 } from '../codec/bytes.ts';
import { makeSymbolLines } from './symbol-lines.ts';

const begun = (...lines: string[]): string[] => {
  const symbol = makeSymbolLines();
  return lines.filter((line) => symbol.begins(utf8(line)));
};

test('an address card is one symbol, however many lines it has (D9)', () => {
  const card = ['BEGIN:VCARD', 'VERSION:3.0', 'FN:K7QD92MX4T', '7000000028', 'END:VCARD'];
  expect(begun(...card)).toEqual(['BEGIN:VCARD']);
  expect(begun(`]Q1${card[0]}`, ...card.slice(1))).toEqual([']Q1BEGIN:VCARD']);
});

test.each([
  [']C100340123450000000017'],
  [']Q1K7QD92MX4T'],
  ['KS1/4F7KQ2/K7QD92MX4T'],
  ['KP1:100KB0'],
  ['KB1:100KB0'],
  ['KE1/nothing'],
  ['00340123450000000017'],
  ['340123450000000017'],
])('of two scans that come as one burst none is lost: %s (D9)', (line) => {
  expect(begun('JD014600003828392837', line)).toEqual(['JD014600003828392837', line]);
});

test('18 digits that are no SSCC go on with the symbol before', () => {
  expect(begun('one', '340123450000000018', '12340123450000000017')).toEqual(['one']);
});

test('after quiet the next line is another symbol', () => {
  const symbol = makeSymbolLines();
  expect(symbol.begins(utf8('one'))).toBe(true);
  expect(symbol.begins(utf8('two'))).toBe(false);
  symbol.quiet();
  expect(symbol.begins(utf8('three'))).toBe(true);
});
