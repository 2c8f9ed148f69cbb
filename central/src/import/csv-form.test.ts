import { describe, expect, it } from 'vitest';
import { placeOf } from './depot-country.ts';
import { fileInMemory } from './stored-file.ts';
import {
  COLUMNS,
  GOOD,
  inPieces,
  JOERG,
  NAMES,
  quoted,
  read,
  readWhole,
  refused,
  row,
  table,
  taken,
  utf16,
} from './testing/csv-cells.ts';

describe('what stands between the cells', () => {
  it.each([
    ['a semicolon (csv 02)', ';'],
    ['a tab', '\t'],
    ['a bar', '|'],
  ])('may be %s', async (_what, delimiter) => {
    expect(await taken(table({}, delimiter))).toMatchObject(JOERG);
  });

  it('leaves two labels in one cell of a file with semicolons (csv 03)', async () => {
    const file = table({ parcels: '340987650000000042;340987650000000059' }, ';');
    expect((await taken(file)).parcels).toEqual(['340987650000000042', '340987650000000059']);
  });

  it.each(['sep=;\r\n', '"sep=;"\r\n', '\ufeffSEP=;\n'])(
    'is what a line for Excel says, which is no row (csv 02)',
    async (told) => {
      expect(await taken(told + table({}, ';'))).toMatchObject(JOERG);
      expect(await refused(told + table({ position: 'x' }, ';'))).toEqual([
        '2 position not-a-position',
      ]);
    },
  );

  it('may be followed by blanks, and lines may end in any way in one file', async () => {
    const file = `"route", ${NAMES.slice(6)}\r${row()}\n${row({ position: '2', parcels: 'ABCD' })}\r\n`;
    expect(await read(file)).toMatchObject({
      ok: true,
      value: { lines: [{ line: 2 }, { line: 3 }] },
    });
  });

  it('leaves no trace where columns and rows are empty (csv 25, csv 27)', async () => {
    const file = `${NAMES},,,\r\n${row()},,,\r\n,,,\r\n , ,\u00a0,\r\n\r\n`;
    expect(await taken(file)).toMatchObject(JOERG);
    expect(await taken(`\r\n,,\r\n${table()},,,,,,,,\r\n`)).toMatchObject({ ...JOERG, line: 4 });
  });

  it('is missed where it stands in a cell without quotation marks', async () => {
    const shifted = row({ address: 'A, B' }).replaceAll('"', '');
    expect(await refused(`${NAMES}\n${shifted}`)).toEqual(['2 null field-count']);
  });
});

/** A file whose customer is these bytes, as one program or another wrote them. */
const inBytes = (customer: string): Uint8Array =>
  Buffer.from(table({ customer, address: 'A' }), 'latin1');

describe('letters', () => {
  it('are read as Windows-1252 where they are no UTF-8, and that is said (csv 04)', async () => {
    expect(await taken(Buffer.from(table(), 'latin1'))).toMatchObject({
      ...JOERG,
      notes: [' encoding-guessed'],
    });
  });

  it('are read by the code page of the depot’s country', async () => {
    const file = Buffer.from(table({ customer: 'X' }), 'latin1');
    file[file.indexOf('X')] = 0xa3;
    const bytes = Buffer.from(file.filter((byte) => byte !== 0xdf));
    expect((await taken(bytes, placeOf({ timeZone: 'Europe/Warsaw' }))).customer).toBe('Ł');
  });

  it('of a Macintosh, whose lines end in CR alone, are read as such', async () => {
    const text = table({ address: 'A', customer: 'J?rg' }).replaceAll('\r\n', '\r');
    const bytes = Buffer.from(text, 'latin1');
    bytes[bytes.indexOf('?')] = 0x9a;
    expect((await taken(bytes)).customer).toBe('Jörg');
  });

  it.each([
    ['little-endian with a mark', utf16(`\ufeff${table({}, '\t')}`)],
    ['big-endian with a mark', utf16(`\ufeff${table({}, '\t')}`, true)],
    ['little-endian', utf16(table({}, ';'))],
    ['big-endian', utf16(table(), true)],
  ])('may be UTF-16, %s (csv 05)', async (_what, bytes) => {
    expect(await taken(bytes)).toMatchObject(JOERG);
  });

  it.each([false, true])(
    'may be UTF-16 without a mark beginning with letters that are not Latin',
    async (isBig) => {
      expect(
        await taken(
          utf16(`Примечание о заказе клиента;${COLUMNS.join(';')}\n;${row({}, ';')}`, isBig),
        ),
      ).toMatchObject({
        customer: 'Jörg Müßig',
      });
    },
  );

  it('may end with the mark of old programs for the end of a file', async () => {
    expect(await taken(`${table()}\u001a`)).toMatchObject(JOERG);
    expect(await taken(Buffer.from(`${table()}\u001a`, 'latin1'))).toMatchObject({
      customer: 'Jörg Müßig',
    });
    expect(await taken(utf16(`\ufeff${table()}\u001a`))).toMatchObject(JOERG);
  });

  it('may be UTF-8 with a mark, in front of a heading in quotation marks too', async () => {
    expect(await taken(`\ufeff${table().replace('route', '"route"')}`)).toMatchObject(JOERG);
  });

  it.each([
    ['of MS-DOS', Buffer.from(table().replaceAll('ü', '\u0081'), 'latin1'), 'unknown-encoding'],
    ['of MS-DOS in French', inBytes('Ren\u0082 Petit'), 'unknown-encoding'],
    ['of MS-DOS in Spanish', inBytes('I\u00a4aki'), 'unknown-encoding'],
    ['of a Macintosh with lines of Windows', inBytes('M\u009f\u00a7ig'), 'unknown-encoding'],
    ['of a Macintosh in French', inBytes('Ren\u008e'), 'unknown-encoding'],
    ['of half of a UTF-16 file', utf16(`\ufeff${table()}`).subarray(0, 101), 'not-text'],
    ['of a workbook', Buffer.from('PK\u0003\u0004………'), 'workbook'],
    ['of something that is no text', Buffer.from(`${table()}\0\0`), 'not-text'],
  ])('%s are refused for the whole file', async (_what, bytes, code) => {
    expect(await refused(bytes)).toEqual([`1 null ${code}`]);
  });

  it.each([
    'MÃ¼ller',
    'M\ufffdller',
    'M?ller',
    'Å‚ukasz',
    'JÃ¶rg',
    'JĂ¶rg MĂĽĂźig',
    'J√∂rg M√º√üig',
    'J├Ârg M├╝├ƒig',
    'JГ¶rg MГјГџig',
    'РџРµС‚СЂ',
    'Ù…Ø­Ù…Ø¯',
    'Ð˜Ð²Ð°Ð½ ÐŸÐµÑ‚Ñ€Ð¾Ð²',
    'ظ…ط­ظ…ط¯',
    'M??ller',
    '?mer Yilmaz',
    '????? ???????',
    'M&uuml;ller',
    'O&#39;Neill',
    'A &amp; B',
    'Jörg<br>Müßig',
    'J\\u00f6rg',
  ])('that were lost before are found: %s', async (customer) => {
    expect(await refused(table({ customer }))).toEqual(['2 customer letters-lost']);
  });

  it.each([
    'Åse Ähnlich',
    'Ångström',
    'Łukasz Żak',
    'محمد علي',
    'Null',
    'Ana Ã',
    "'t Hooft",
    'Schmidt ?',
    'AT&T; X',
    '﷽',
  ])('of people’s names are left as they are: %s', async (customer) => {
    expect(await taken(table({ customer }))).toMatchObject({ customer, notes: [] });
  });

  it.each(['Jörg \u202egiverP', 'Ada\u200f', 'A\u2066B', '\u061cA', 'A\u2028B'])(
    'that turn the direction of writing are refused at import (csv 43)',
    async (customer) => {
      expect(await refused(table({ customer }))).toEqual(['2 customer direction-mark']);
    },
  );
});

describe('formulas', () => {
  it.each([
    '=1+1',
    '=A1',
    '=HYPERLINK("http://x","y")',
    "=cmd|'/C calc'!A0",
    '+cmd|x!A0',
    '@SUM(A1)',
    '-SUM(1)',
    "'=A1",
  ])('are refused in every column: %s', async (cell) => {
    for (const column of ['customer', 'address', 'route', 'phone', 'parcels', 'arrival']) {
      expect(await refused(table({ [column]: cell }))).toEqual([`2 ${column} formula`]);
    }
  });

  it.each(['+1 guest', '@home', '-Ada-', 'A=B', 'Müller (EG)'])(
    'are not taken for: %s',
    async (customer) => {
      expect(await taken(table({ customer }))).toMatchObject({ customer });
      expect(await taken(table({ customer: `'${customer}` }))).toMatchObject({
        customer: /^[-+@]/.test(customer) ? customer : `'${customer}`,
      });
    },
  );
});

describe('a file that comes in pieces', () => {
  const text = table({ address: 'Straße 5\n10999 Berlin', customer: 'Łukasz Żak, 😀' }, ';');
  it.each([
    ['UTF-8', Buffer.from(`\ufeffsep=;\r\n${text}`)],
    ['UTF-16', utf16(`\ufeff${text}`)],
    ['UTF-16, big-endian, without a mark', utf16(text, true)],
  ])('is read as a whole one: %s', async (_what, bytes) => {
    const whole = await readWhole(fileInMemory(bytes));
    expect(whole.ok).toBe(true);
    for (const size of [1, 2, 3, 7, 64]) {
      expect(await readWhole(inPieces(bytes, size))).toEqual(whole);
    }
  });

  it('is read by the code page, too, and its end counts only at the end', async () => {
    const bytes = Buffer.from(`${table()}\u001a\u001a`, 'latin1');
    const whole = await readWhole(fileInMemory(bytes));
    expect(await readWhole(inPieces(bytes, 5))).toEqual(whole);
    expect(whole.ok && whole.value.notes).toMatchObject([{ code: 'encoding-guessed' }]);
  });
});

describe('headings', () => {
  it('are known by their own names and by what people call them', async () => {
    const headings =
      'Tour;Stopp;Empfänger;Lieferadresse;Handy-Nr;Handynummer;ETA;NOT BEFORE;Not-After;Sendungsnummer';
    const cells = COLUMNS.flatMap((column) => {
      const cell = quoted(GOOD[column] ?? '');
      return column === 'phone' ? ['x', cell] : [cell];
    });
    expect(await taken(`${headings}\n${cells.join(';')}`)).toMatchObject({
      ...JOERG,
      notes: ['Handy-Nr column-ignored'],
    });
  });

  it('are known without blanks and umlauts, as systems write them', async () => {
    const headings = 'route;position;Empfaenger;address;phone;arrival;notBefore;GueltigBis;Parcel';
    expect(await taken(`${headings}\n${row({}, ';')}`)).toMatchObject(JOERG);
  });

  it.each([
    ['Tagesliste Berlin Süd', ','],
    ['Tagesliste;;;;;;;;\r\n28.11.2026;;;;;;;;\r\n', ';'],
    ['# made by Kunde, at "12:00"\r\n', '\t'],
    ['Kunde: Müller\r\nTour: 14', ';'],
  ])('may have a title and notes above them, which is said: %j', async (above, delimiter) => {
    const whole = await taken(`${above}\r\n${table({}, delimiter)}`);
    const line = above.split('\r\n').length + 2;
    expect(whole).toMatchObject({ ...JOERG, line, notes: [' rows-above'] });
  });

  it('are in the first row where that has some of them, and else are missed there', async () => {
    const file = `route,customer,phone\n${table()}`;
    expect(await refused(file)).toContain('1 address missing-column');
    expect(await refused(`a,b,c\n${row()}\n`)).toContain('1 route missing-column');
    // A sheet that was sorted with its headings: nothing above them may be lost.
    expect(await refused(`${row()}\n${table()}`)).toContain('1 route missing-column');
  });

  it('that are not ours are ignored, and that is said', async () => {
    const file = `Order,${NAMES},name,\n17,${row()},Acme,\n`;
    expect(await taken(file)).toMatchObject({
      ...JOERG,
      notes: ['Order column-ignored', 'name column-ignored'],
    });
  });

  it('that are missing or there twice are named', async () => {
    expect(await refused(table().replace(',parcels', ',colour'))).toEqual([
      '1 parcels missing-column',
    ]);
    expect(await refused(`${NAMES},Route\n${row()},1`)).toEqual(['1 route column-twice']);
  });
});

it('names the row of a quotation mark that never ends as a spreadsheet counts', async () => {
  const file = `${table({ address: 'A\nB' })}${row({ position: '2' })}\n"14,2`;
  expect(await refused(file)).toEqual(['4 null not-csv']);
});
