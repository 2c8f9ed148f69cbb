import fc from 'fast-check';
import { expect, test } from 'vitest';
import { neighboursOf } from './neighbours-of.ts';

test.each([
  ['Bergmannstraße 27', '25 26 28 29'],
  ['Karl-Friedrich-Schinkel-Straße 127a', '127 127b 129'],
  ['Chamissoplatz 2', '1 3 4'],
  ['Straße des 17. Juni 135', '133 134 136 137'],
  ['Lindenweg 27–29', '25 26 30 31'],
  ['Lindenweg 27 - 29', '25 26 30 31'],
  ['Lindenweg 31 B', '31 31A 31C 33'],
  ['Q 7, 24', '22 23 25 26'],
  ['Bergmannstraße 27, 10961 Berlin', '25 26 28 29'],
  ['12 Rue de la Paix', '10 11 13 14'],
  ['12 bis Rue de la Paix', '10 11 13 14'],
  ['12, rue du 8 Mai 1945', '10 11 13 14'],
  ['12 Rue du 8 Mai 1945', '10 11 13 14'],
  ['10 Downing Street', '8 9 11 12'],
  ['Flat 3, 27 Baker Street', '25 26 28 29'],
  ['27a Baker Street', '27 27b 29'],
  ['Calle Mayor, 5', '3 4 6 7'],
  ['Calle Mayor 5, 3º B', '3 4 6 7'],
  ['C/ Alfonso XII, nº 30', '28 29 31 32'],
  ['ul. Długa 12/4', '10 11 13 14'],
  ['ul. 3 Maja 8', '6 7 9 10'],
  ['Via Roma 12/A', '10 11 13 14'],
  ['شارع ٢٧', '25 26 28 29'],
  ['Hauptstraße 1', '2 3'],
])('beside %s are %s (D5)', (street, numbers) => {
  expect(neighboursOf([street, '10961 Berlin'])).toEqual(numbers.split(' '));
});

test('the street may stand in the second line (D5)', () => {
  expect(neighboursOf(['c/o Wiśniewska', 'Arndtstraße 11', '10965 Berlin'])).toEqual(
    '9 10 12 13'.split(' '),
  );
});

test.each([
  'Straße des 17. Juni',
  'Avenida 25 de Abril',
  'Calle Mayor s/n',
  '10961 Berlin',
  'Hof Ebert',
  '',
])('%s tells no house number, so none is guessed', (street) => {
  expect(neighboursOf([street])).toEqual([]);
});

test('whatever an address is, there are at most four, each of its own', () => {
  fc.assert(
    fc.property(fc.array(fc.string({ unit: 'grapheme' }), { maxLength: 3 }), (address) => {
      const found = neighboursOf(address);
      return found.length <= 4 && new Set(found).size === found.length;
    }),
  );
});
