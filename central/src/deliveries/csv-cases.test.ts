import { describe, expect, it } from 'vitest';
import type { Instant } from '../../../shared/protocol/ids.ts';
import { placeOf } from './depot-country.ts';
import { readCsv } from './read-csv.ts';

const NOW = Date.parse('2026-11-28T15:00Z') as Instant;
const BERLIN = placeOf({ timeZone: 'Europe/Berlin' });
const NAMES = 'route,position,customer,address,phone,arrival,not_before,not_after,parcels';
const COLUMNS = NAMES.split(',');

const GOOD: Readonly<Record<string, string>> = {
  route: '14',
  position: '1',
  customer: 'Jörg Müßig',
  address: 'Hauptstraße 5|10999 Berlin',
  phone: '+491701234567',
  arrival: '2026-11-28T16:52Z',
  not_before: '2026-11-28T13:52Z',
  not_after: '2026-11-29T02:52Z',
  parcels: '340987650000000011',
};
const quoted = (cell: string): string =>
  /[",;\t|\r\n]/.test(cell) ? `"${cell.replaceAll('"', '""')}"` : cell;
const row = (change: Readonly<Record<string, string>> = {}, delimiter = ',', columns = COLUMNS) =>
  columns.map((column) => quoted({ ...GOOD, ...change }[column] ?? '')).join(delimiter);
const table = (change: Readonly<Record<string, string>> = {}, delimiter = ',') =>
  `${COLUMNS.join(delimiter)}\r\n${row(change, delimiter)}\r\n`;

const utf16 = (text: string, isBig = false): Uint8Array => {
  const bytes = Buffer.from(text, 'utf16le');
  return isBig ? bytes.swap16() : bytes;
};
const read = (file: string | Uint8Array, place = BERLIN) =>
  readCsv(typeof file === 'string' ? Buffer.from(file) : file, place, NOW);
/** The only row of a file that must be taken, and what was noted. */
const taken = (file: string | Uint8Array, place = BERLIN) => {
  const result = read(file, place);
  if (!result.ok) throw new Error(JSON.stringify(result.error));
  const [line] = result.value.lines;
  if (line === undefined) throw new Error('no row was taken');
  return { ...line, notes: result.value.notes.map(({ column, code }) => [column, code].join(' ')) };
};
/** Why a file is not taken: row, column and code. */
const refused = (file: string | Uint8Array, place = BERLIN): string[] => {
  const result = read(file, place);
  if (result.ok) throw new Error('the file was taken');
  return result.error.map(({ line, column, code }) => `${line} ${column} ${code}`);
};
const JOERG = { customer: 'Jörg Müßig', address: ['Hauptstraße 5', '10999 Berlin'], notes: [] };

describe('what stands between the cells', () => {
  it.each([
    ['a semicolon (csv 02)', ';'],
    ['a tab', '\t'],
    ['a bar', '|'],
  ])('may be %s', (_what, delimiter) => {
    expect(taken(table({}, delimiter))).toMatchObject(JOERG);
  });

  it('leaves two labels in one cell of a file with semicolons (csv 03)', () => {
    const file = table({ parcels: '340987650000000042;340987650000000059' }, ';');
    expect(taken(file).parcels).toEqual(['340987650000000042', '340987650000000059']);
  });

  it.each(['sep=;\r\n', '"sep=;"\r\n', '\ufeffSEP=;\n'])(
    'is what a line for Excel says, which is no row (csv 02)',
    (told) => {
      expect(taken(told + table({}, ';'))).toMatchObject(JOERG);
      expect(refused(told + table({ position: 'x' }, ';'))).toEqual(['2 position not-a-position']);
    },
  );

  it('may be followed by blanks, and lines may end in any way in one file', () => {
    const file = `"route", ${NAMES.slice(6)}\r${row()}\n${row({ position: '2', parcels: 'ABCD' })}\r\n`;
    expect(read(file)).toMatchObject({ ok: true, value: { lines: [{ line: 2 }, { line: 3 }] } });
  });

  it('leaves no trace where columns and rows are empty (csv 25, csv 27)', () => {
    const file = `${NAMES},,,\r\n${row()},,,\r\n,,,\r\n , ,\u00a0,\r\n\r\n`;
    expect(taken(file)).toMatchObject(JOERG);
    expect(taken(`\r\n,,\r\n${table()},,,,,,,,\r\n`)).toMatchObject({ ...JOERG, line: 4 });
  });

  it('is missed where it stands in a cell without quotation marks', () => {
    const shifted = row({ address: 'A, B' }).replaceAll('"', '');
    expect(refused(`${NAMES}\n${shifted}`)).toEqual(['2 null field-count']);
  });
});

describe('letters', () => {
  it('are read as Windows-1252 where they are no UTF-8, and that is said (csv 04)', () => {
    expect(taken(Buffer.from(table(), 'latin1'))).toMatchObject({
      ...JOERG,
      notes: [' encoding-guessed'],
    });
  });

  it('are read by the code page of the depot’s country', () => {
    const file = Buffer.from(table({ customer: 'X' }), 'latin1');
    file[file.indexOf('X')] = 0xa3;
    const bytes = Buffer.from(file.filter((byte) => byte !== 0xdf));
    expect(taken(bytes, placeOf({ timeZone: 'Europe/Warsaw' })).customer).toBe('Ł');
  });

  it('of a Macintosh, whose lines end in CR alone, are read as such', () => {
    const text = table({ address: 'A', customer: 'J?rg' }).replaceAll('\r\n', '\r');
    const bytes = Buffer.from(text, 'latin1');
    bytes[bytes.indexOf('?')] = 0x9a;
    expect(taken(bytes).customer).toBe('Jörg');
  });

  it.each([
    ['little-endian with a mark', utf16(`\ufeff${table({}, '\t')}`)],
    ['big-endian with a mark', utf16(`\ufeff${table({}, '\t')}`, true)],
    ['little-endian', utf16(table({}, ';'))],
    ['big-endian', utf16(table(), true)],
  ])('may be UTF-16, %s (csv 05)', (_what, bytes) => {
    expect(taken(bytes)).toMatchObject(JOERG);
  });

  it.each([false, true])(
    'may be UTF-16 without a mark beginning with letters that are not Latin',
    (isBig) => {
      expect(
        taken(utf16(`Примечание о заказе клиента;${COLUMNS.join(';')}\n;${row({}, ';')}`, isBig)),
      ).toMatchObject({
        customer: 'Jörg Müßig',
      });
    },
  );

  it('may end with the mark of old programs for the end of a file', () => {
    expect(taken(`${table()}\u001a`)).toMatchObject(JOERG);
    expect(taken(Buffer.from(`${table()}\u001a`, 'latin1'))).toMatchObject({
      customer: 'Jörg Müßig',
    });
    expect(taken(utf16(`\ufeff${table()}\u001a`))).toMatchObject(JOERG);
  });

  it('may be UTF-8 with a mark, in front of a heading in quotation marks too', () => {
    expect(taken(`\ufeff${table().replace('route', '"route"')}`)).toMatchObject(JOERG);
  });

  it.each([
    ['of MS-DOS', Buffer.from(table().replaceAll('ü', '\u0081'), 'latin1'), 'unknown-encoding'],
    ['of half of a UTF-16 file', utf16(`\ufeff${table()}`).subarray(0, 101), 'not-text'],
    ['of a workbook', Buffer.from('PK\u0003\u0004………'), 'workbook'],
    ['of something that is no text', Buffer.from(`${table()}\0\0`), 'not-text'],
  ])('%s are refused for the whole file', (_what, bytes, code) => {
    expect(refused(bytes)).toEqual([`1 null ${code}`]);
  });

  it.each(['MÃ¼ller', 'M\ufffdller', 'M?ller', 'Å‚ukasz', 'JÃ¶rg'])(
    'that were lost before are found: %s',
    (customer) => {
      expect(refused(table({ customer }))).toEqual(['2 customer letters-lost']);
    },
  );

  it.each(['Åse Ähnlich', 'Ångström', 'Łukasz Żak', 'محمد علي', 'Null', 'Ana Ã', "'t Hooft"])(
    'of people’s names are left as they are: %s',
    (customer) => {
      expect(taken(table({ customer }))).toMatchObject({ customer, notes: [] });
    },
  );

  it.each(['Jörg \u202egiverP', 'Ada\u200f', 'A\u2066B', '\u061cA', 'A\u2028B'])(
    'that turn the direction of writing are refused at import (csv 43)',
    (customer) => {
      expect(refused(table({ customer }))).toEqual(['2 customer direction-mark']);
    },
  );
});

describe('headings', () => {
  it('are known by their own names and by what people call them', () => {
    const headings =
      'Tour;Stopp;Empfänger;Lieferadresse;Handy-Nr;Handynummer;ETA;NOT BEFORE;Not-After;Sendungsnummer';
    const cells = COLUMNS.flatMap((column) => {
      const cell = quoted(GOOD[column] ?? '');
      return column === 'phone' ? ['x', cell] : [cell];
    });
    expect(taken(`${headings}\n${cells.join(';')}`)).toMatchObject({
      ...JOERG,
      notes: ['Handy-Nr column-ignored'],
    });
  });

  it('that are not ours are ignored, and that is said', () => {
    const file = `Order,${NAMES},name,\n17,${row()},Acme,\n`;
    expect(taken(file)).toMatchObject({
      ...JOERG,
      notes: ['Order column-ignored', 'name column-ignored'],
    });
  });

  it('that are missing or there twice are named', () => {
    expect(refused(table().replace(',parcels', ',colour'))).toEqual(['1 parcels missing-column']);
    expect(refused(`${NAMES},Route\n${row()},1`)).toEqual(['1 route column-twice']);
  });
});

describe('telephone numbers', () => {
  it.each([
    ['+49 170 1234567', '(csv 12)'],
    ['+49 (0)170 / 123-45.67', '(csv 12)'],
    ["'+491701234567", '(csv 15)'],
    ['’0170 1234567', '(csv 15)'],
    ['\u202a+491701234567\u202c', '(csv 17)'],
    ['+49\u00a0170\u202f1234567\u200e', '(csv 17)'],
    ['0170 1234567', '(csv 12)'],
    ['0049 170 1234567', '(csv 12)'],
    ['1701234567', 'as a number that lost its zero'],
    ['491701234567', 'as a number that lost its plus'],
    ['="+491701234567"', 'as a formula'],
    ['tel:+49-170-1234567', 'as a link'],
    ['＋４９１７０１２３４５６７', 'in wide digits'],
  ])('%s is one %s', (phone) => {
    expect(taken(table({ phone }))).toMatchObject({ phone: '+491701234567', notes: [] });
  });

  it.each([
    ['Europe/Paris', '06 12 34 56 78', '+33612345678'],
    ['Europe/Warsaw', '512-345-678', '+48512345678'],
    ['Europe/Madrid', '612 34 56 78', '+34612345678'],
    ['America/New_York', '(212) 555-0123', '+12125550123'],
    ['Africa/Cairo', '٠١٠٠١٢٣٤٥٦٧', '+201001234567'],
  ])('in %s %s is national (csv 12)', (timeZone, phone, number) => {
    expect(taken(table({ phone }), placeOf({ timeZone }))).toMatchObject({ phone: number });
  });

  it('of landlines and of ranges that nobody knows are taken, and that is said', () => {
    expect(taken(table({ phone: '+493012340001' })).notes).toEqual(['phone phone-landline']);
    expect(taken(table({ phone: '+15555550100' })).notes).toEqual(['phone phone-unknown-range']);
  });

  it.each([
    ['call me', 'not-a-phone-number'],
    ['+49170', 'not-a-phone-number'],
    ['0000000000', 'not-a-phone-number'],
    ['0170 1234567 ext. 5', 'not-a-phone-number'],
    ['+491701234567+491701234568', 'not-a-phone-number'],
    ['0800 1234567', 'phone-not-mobile'],
    ['33612345678', 'phone-unclear'],
    ['4.91701E+11', 'scientific-number'],
    ['4,91701E+11', 'scientific-number'],
    ['491701234567.0', 'formatted-number'],
    ['N/A', 'no-value'],
    ['-', 'no-value'],
    ['#NV', 'spreadsheet-error'],
  ])('that are %s are refused', (phone, code) => {
    expect(refused(table({ phone }))).toEqual([`2 phone ${code}`]);
  });

  it('without a country code are refused where the depot has no country', () => {
    const utc = placeOf({ timeZone: 'UTC' });
    expect(refused(table({ phone: '0170 1234567' }), utc)).toEqual([
      '2 phone phone-without-country',
    ]);
  });
});

describe('addresses', () => {
  it.each(['Hauptstraße 5\n10999 Berlin', 'Hauptstraße 5\r\n10999 Berlin\r\n'])(
    'have a line for each line of the cell, which is one row (csv 23)',
    (address) => {
      const file = `${table({ address })}${row({ position: 'x', parcels: 'ABCD' })}\n`;
      expect(taken(table({ address }))).toMatchObject(JOERG);
      expect(refused(file)).toEqual(['3 position not-a-position']);
    },
  );
});

describe('times', () => {
  const LATER = { arrival: '2027-12-01T00:00Z', not_after: '2027-12-01T12:00Z' };
  const at = (text: string, timeZone = 'Europe/Berlin') => {
    const result = read(table({ ...LATER, not_before: text }), placeOf({ timeZone }));
    if (!result.ok) return result.error.map(({ code }) => code).join();
    return new Date(result.value.lines[0]?.not_before ?? 0).toISOString().slice(0, 16);
  };

  it.each([
    ['2026-11-28T16:52', '2026-11-28T15:52'],
    ['2026-11-28 16:52:00', '2026-11-28T15:52'],
    ['2026-07-28 16:52', '2026-07-28T14:52'],
    ['28.11.2026 16:52', '2026-11-28T15:52'],
    ['03.04.2026 9:05', '2026-04-03T07:05'],
    ['28/11/2026 16:52', '2026-11-28T15:52'],
    ['11/28/2026 4:52 PM', '2026-11-28T15:52'],
    ['2026-11-28T16:52+03:00', '2026-11-28T13:52'],
    ['2026-11-28 16:52 Z', '2026-11-28T16:52'],
    ["'2026-11-28T16:52\u00a0", '2026-11-28T15:52'],
  ])('%s without an offset are the depot’s (csv 31)', (text, instant) => {
    expect(at(text)).toBe(instant);
  });

  it('have day and month in the order of the depot’s country', () => {
    expect(at('03/04/2026 09:00', 'Europe/London')).toBe('2026-04-03T08:00');
    expect(at('03/04/2026 09:00', 'America/Chicago')).toBe('2026-03-04T15:00');
    expect(at('03/04/2026 09:00', 'America/Toronto')).toBe('date-unclear');
  });

  it.each([
    ['2027-03-28T02:30', 'time-skipped'],
    ['2026-10-25T02:30', 'time-twice'],
    ['2026-10-25T02:30+01:00', '2026-10-25T01:30'],
    ['2026-10-25T03:00', '2026-10-25T02:00'],
  ])('%s in the hour that the clocks skip or repeat: %s (csv 31)', (text, said) => {
    expect(at(text)).toBe(said);
  });

  it.each([
    ['2026-11-28', 'not-an-instant'],
    ['16:52', 'not-an-instant'],
    ['2026-02-30T10:00', 'not-an-instant'],
    ['2026-11-28T25:00', 'not-an-instant'],
    ['13:00 PM 2026-11-28', 'not-an-instant'],
    ['46354.70277', 'date-as-number'],
    ['46354,70277', 'date-as-number'],
    ['#######', 'spreadsheet-error'],
  ])('that are %s are refused', (text, code) => {
    expect(at(text)).toBe(code);
  });

  it('may be of zones whose days differ from UTC, and keep parts of a second', () => {
    expect(at('2026-11-28T00:30', 'Pacific/Apia')).toBe('2026-11-27T11:30');
    expect(at('2026-11-28T00:30:15.250', 'America/St_Johns')).toBe('2026-11-28T04:00');
  });
});

describe('labels', () => {
  it.each([
    ['(00)340987650000000509', '(L3, csv 50)'],
    ['(00) 3 4098765 000000050 9', '(L3, csv 50)'],
    ['00340987650000000509', '(L3)'],
    ["'340987650000000509", 'with an apostrophe'],
    ['\u200e340987650000000509', 'with an invisible mark'],
    ['="340987650000000509"', 'as a formula'],
  ])('%s is the SSCC %s', (parcels) => {
    expect(taken(table({ parcels })).parcels).toEqual(['340987650000000509']);
  });

  it.each([
    ['1234567891', '(L4, csv h)'],
    ['PK12345678', '(L4, csv i)'],
    ['ORD-1000123', '(L4)'],
    ['0123456789', '(L4)'],
    ['7K3PA-2MX4T', '(L4)'],
    ['MAR-01', '(L4)'],
    ['340987650000009001', 'although its check digit is wrong'],
  ])('of carriers are taken: %s %s', (parcels) => {
    expect(taken(table({ parcels })).parcels).toEqual([parcels]);
  });

  it('stand in one cell with a semicolon, a comma, a bar or a line break between them', () => {
    for (const between of [';', ', ', '|', '\n', '\r\n', ' ; ']) {
      const parcels = `ABCD-1${between}ABCD-2`;
      expect(taken(table({ parcels })).parcels).toEqual(['ABCD-1', 'ABCD-2']);
    }
  });

  it.each([
    ['3.40988E+17', 'scientific-number', '(L5, csv 19)'],
    ['3,40988E+17', 'scientific-number', '(L5, csv 19)'],
    ['3.4098765e17', 'scientific-number', '(L5, csv 19)'],
    ['1.23457E+12', 'scientific-number', '(L5, csv a)'],
    ['340987650000009000', 'rounded-number', '(L5, csv 20)'],
    ['9400100000000000000000', 'rounded-number', '(L5, csv 20)'],
    ['1234567890123.00', 'formatted-number', '(L5, csv a)'],
    ['1.234.567.890.123', 'formatted-number', '(L5, csv a)'],
    ['1,234,567,890,123', 'formatted-number', '(L5, csv a)'],
    ['Mar-01', 'turned-into-date', '(L5, csv d)'],
    ['01-Mar', 'turned-into-date', '(L5, csv d)'],
    ['01. Mrz', 'turned-into-date', '(L5, csv d)'],
    ['Mrz 01', 'turned-into-date', '(L5, csv d)'],
    ['1-mars', 'turned-into-date', '(L5, csv d)'],
    ['févr-01', 'turned-into-date', '(L5, csv d)'],
    ['01.mar', 'turned-into-date', '(L5, csv d)'],
    ['01.03.2026', 'turned-into-date', '(L5, csv d)'],
    ['3/1/2026', 'turned-into-date', '(L5, csv d)'],
    ['12:30:00', 'turned-into-date', '(L5, csv d)'],
    ['2026-03-01 00:00:00', 'turned-into-date', '(L5, csv d)'],
    ['#VALUE!', 'spreadsheet-error', '(L5, csv e)'],
    ['#WERT!', 'spreadsheet-error', '(L5, csv e)'],
    ['#NOM?', 'spreadsheet-error', '(L5, csv e)'],
    ['#¿NOMBRE?', 'spreadsheet-error', '(L5, csv e)'],
    ['#N/A', 'spreadsheet-error', '(L5, csv e)'],
    ['#NV', 'spreadsheet-error', '(L5, csv e)'],
    ['#DIV/0!', 'spreadsheet-error', '(L5, csv e)'],
    ['#ÜBERLAUF!', 'spreadsheet-error', '(L5, csv e)'],
    ['####', 'spreadsheet-error', '(L5, csv e)'],
    ['Err:502', 'spreadsheet-error', '(L5, csv e)'],
    ['null', 'no-value', '(L5, csv g)'],
    ['NULL', 'no-value', '(L5, csv g)'],
    ['N/A', 'no-value', '(L5, csv g)'],
    ['None', 'no-value', '(L5, csv g)'],
    ['-', 'no-value', '(L5, csv g)'],
    ['n.v.', 'no-value', '(L5, csv g)'],
    ['TRUE', 'no-value', '(L5, csv g)'],
    ['KS1/ABCDEF/whatever', 'label-like-a-qr', ''],
    ['ABCD-1;ABCD-1', 'label-twice', ''],
    ['AB CD EF', 'not-a-label', ''],
  ])('that a spreadsheet spoilt are refused: %s is %s %s', (parcels, code) => {
    expect(refused(table({ parcels }))).toEqual([`2 parcels ${code}`]);
  });

  it('say how to keep a spreadsheet from changing them (L5)', () => {
    const result = read(table({ parcels: '3.40988E+17' }));
    expect(result.ok ? null : result.error[0]?.reason).toMatch(/Format the column as text/);
  });

  it('and lines that hold a program’s word for nothing are refused together (csv g)', () => {
    expect(refused(table({ customer: 'null', address: 'null|null', parcels: 'null' }))).toEqual([
      '2 customer no-value',
      '2 address no-value',
      '2 parcels no-value',
    ]);
  });
});

it('names the row of a quotation mark that never ends as a spreadsheet counts', () => {
  const file = `${table({ address: 'A\nB' })}${row({ position: '2' })}\n"14,2`;
  expect(refused(file)).toEqual(['4 null not-csv']);
});

describe('the worst cells that a row has room for', () => {
  const many = (text: string, length: number) => text.repeat(length / text.length);
  // Each hung or filled the memory of a reader that went every way through them.
  it.each([
    ['digits and a letter', `${many('1', 60_000)}A`],
    ['digits in twos, each way an SSCC', many('00 ', 600).trim()],
    ['digits and blanks', `1${many(' ', 60_000)}x`],
    ['brackets and blanks', `(00)1${many(' ', 60_000)}x`],
    ['brackets alone', many('(00)', 60_000)],
    ['addresses that never begin', many(',https:/', 60_000)],
    ['identifiers of scans', many(']C1', 60_000)],
    ['signs of money', `€${many(' ', 60_000)}1x`],
  ])('are answered, as labels: %s', (_what, parcels) => {
    expect(refused(table({ parcels }))).toHaveLength(1);
  });

  it.each(['phone', 'arrival', 'customer', 'address', 'route', 'position', 'not_after'])(
    'are too long as %s',
    (column) => {
      expect(refused(table({ [column]: many('1/ ', 60_000) }))).toEqual([`2 ${column} too-long`]);
    },
  );
});
