import { parse } from 'csv-parse/sync';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { csvOf } from './csv.ts';

/** As a spreadsheet reads it. */
const read = (csv: string, delimiter: string): string[][] => parse(csv, { bom: true, delimiter });

test.each([
  '=HYPERLINK("https://evil.example","Handheld 8")',
  '+1+cmd|',
  '-2+3',
  '@SUM(A1)',
  '\t=1',
  '\r=1',
  ' =1',
  '\n=1',
])('%j is text to a spreadsheet, and no formula', (hostile) => {
  const [[cell = '', count] = []] = read(csvOf([[hostile, 3]], 'en'), ',');
  expect(cell).toBe(`'${hostile}`);
  expect(count).toBe('3');
});

test.each([
  ['en', ','],
  ['ar', ','],
  ['de', ';'],
  ['fr', ';'],
  ['es', ';'],
  ['pl', ';'],
])('in %s cells are parted by %j, as the spreadsheets of that country expect', (language, by) => {
  const rows = [
    ['Tag; day, "so"', 'zwei\r\nZeilen', 'العربية'],
    ['a', 1, 2.5],
  ];
  expect(read(csvOf(rows, language), by)).toEqual(rows.map((row) => row.map(String)));
});

test('whatever is in a cell comes out of it, but for an apostrophe before a formula', () => {
  fc.assert(
    fc.property(fc.array(fc.string({ unit: 'grapheme' }), { minLength: 1 }), (cells) => {
      const [row] = read(csvOf([['first', ...cells]], 'en'), ',');
      expect(row?.slice(1).map((cell, n) => (cells[n] === cell ? cell : cell.slice(1)))).toEqual(
        cells,
      );
      for (const cell of row ?? []) expect(cell).not.toMatch(/^[=+\-@\t\r]/);
    }),
  );
});
