import { describe, expect, it } from 'vitest';
import { refused, table, taken } from './testing/csv-cells.ts';

describe('a name', () => {
  it.each(['.', '..', '…', '?', '???', '_', '*', '/', '"', '~'])(
    'has letters or digits in it, not signs alone: %s (csv g)',
    async (sign) => {
      for (const column of ['customer', 'address', 'route']) {
        expect(await refused(table({ [column]: sign }))).toEqual([`2 ${column} no-value`]);
      }
    },
  );

  it.each(['A', '14', '😀', '+1 guest'])('may be as short as: %s', async (customer) => {
    expect(await taken(table({ customer }))).toMatchObject({ customer });
  });

  it.each(['Jörg\u200b Müßig', 'Jörg\u00a0Müßig', 'Jo\u0308rg  Müßig', '\u2060Jörg Müßig\u00ad'])(
    'has no marks that nobody sees, and one kind of blank (csv 43)',
    async (customer) => {
      expect(await taken(table({ customer }))).toMatchObject({ customer: 'Jörg Müßig' });
    },
  );

  it('is empty where only marks without width are in the cell', async () => {
    expect(await refused(table({ customer: '\u200b' }))).toEqual(['2 customer missing']);
  });

  it('keeps the joiners that a script or a sign needs', async () => {
    for (const customer of ['می\u200cخواهم', '👨\u200d👩\u200d👧 Müller']) {
      expect(await taken(table({ customer }))).toMatchObject({ customer });
    }
  });
});

describe('a route', () => {
  it.each(['14', "'14", '14\u200b', '\ufeff14', ' 14 '])(
    'has one name, however a program marked it: %j (csv 15)',
    async (route) => {
      expect(await taken(table({ route }))).toMatchObject({ route: '14' });
    },
  );

  it.each([
    ['14.0', 'formatted-number'],
    ['14,00', 'formatted-number'],
    ['1.4E+01', 'scientific-number'],
  ])('that is a quantity is refused: %s (L5)', async (route, code) => {
    expect(await refused(table({ route }))).toEqual([`2 route ${code}`]);
  });

  it.each(['1.4', '014', '14E1', '28.11.', 'Nov 28'])(
    'may be called what people call it: %s',
    async (route) => {
      expect(await taken(table({ route }))).toMatchObject({ route });
    },
  );
});

it.each(['1.000', '1,000', '12.000'])(
  'does not take a position with a sign for thousands for another one: %s',
  async (position) => {
    expect(await refused(table({ position }))).toEqual(['2 position not-a-position']);
  },
);

it.each(['7.0', '7,00'])(
  'takes a position with the decimals of a program: %s',
  async (position) => {
    expect(await taken(table({ position }))).toMatchObject({ position: 7 });
  },
);
