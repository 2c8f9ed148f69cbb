import { describe, expect, it } from 'vitest';
import { hideStrayQuotes } from './stray-quotes.ts';
import { GOOD, NAMES, read, refused, row, taken } from './testing/csv-cells.ts';

const table = (customer: string): string =>
  `${NAMES}\n${row({ customer: 'CUSTOMER' }).replace('CUSTOMER', customer)}\n`;

describe('a quotation mark', () => {
  it.each(['Gasthof "Zum Adler"', 'Rohr 5" Nord', 'Zum "Adler', ' Gasthof "Zum ""Adler"'])(
    'is text in a cell that does not begin with one: %s',
    async (customer) => {
      expect(await taken(table(customer))).toMatchObject({ customer: customer.trim() });
    },
  );

  it.each([
    ['"Zum Adler" Gasthof', '2 null not-csv'],
    ['"Gasthof "Zum Adler""', '2 null not-csv'],
  ])('that leaves the end of a cell in doubt is refused: %s', async (customer, said) => {
    expect(await refused(table(customer))).toEqual([said]);
  });

  it('does not keep a cell together that does not begin with one', async () => {
    expect(await refused(table('Gasthof "Adler, Hof"'))).toEqual(['2 null field-count']);
  });

  it('opens a cell after blanks, and after a line of a cell that was closed', async () => {
    const file = `${NAMES}\r\n${row({ address: 'A\r\nB "C"' })}\r\n "15" ,${row().slice(3)}\r\n`;
    expect(await read(file)).toMatchObject({
      ok: true,
      value: { lines: [{ address: ['A', 'B "C"'] }, { route: '15', customer: GOOD['customer'] }] },
    });
  });

  it('is told from a character of the file that is none', async () => {
    const customer = 'Gasthof "\ufdd0" \ufdd01';
    const quotes = hideStrayQuotes(',');
    expect(quotes.show(quotes.hide(customer) + quotes.end())).toBe(customer);
  });

  it('is the same wherever a text is cut into pieces', () => {
    const text = 'a "b" ,"c ""d"" e", "f"\n"g\n""h""" ,i"j\r\n"k"';
    const whole = hideStrayQuotes(',');
    const all = whole.hide(text) + whole.end();
    expect(whole.show(all)).toBe(text);
    for (let at = 0; at <= text.length; at++) {
      const cut = hideStrayQuotes(',');
      expect(cut.hide(text.slice(0, at)) + cut.hide(text.slice(at)) + cut.end()).toBe(all);
    }
    const each = hideStrayQuotes(',');
    expect([...text].map(each.hide).join('') + each.end()).toBe(all);
  });
});
