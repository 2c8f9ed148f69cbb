import { describe, expect, it } from 'vitest';
import { placeOf } from './depot-country.ts';
import { JOERG, read, refused, row, table, taken } from './testing/csv-cells.ts';

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
  ])('%s is one %s', async (phone) => {
    expect(await taken(table({ phone }))).toMatchObject({ phone: '+491701234567', notes: [] });
  });

  it.each([
    ['Europe/Paris', '06 12 34 56 78', '+33612345678'],
    ['Europe/Warsaw', '512-345-678', '+48512345678'],
    ['Europe/Madrid', '612 34 56 78', '+34612345678'],
    ['America/New_York', '(212) 555-0123', '+12125550123'],
    ['Africa/Cairo', '٠١٠٠١٢٣٤٥٦٧', '+201001234567'],
  ])('in %s %s is national (csv 12)', async (timeZone, phone, number) => {
    expect(await taken(table({ phone }), placeOf({ timeZone }))).toMatchObject({ phone: number });
  });

  it('of landlines and of ranges that nobody knows are taken, and that is said', async () => {
    expect((await taken(table({ phone: '+493012340001' }))).notes).toEqual([
      'phone phone-landline',
    ]);
    expect((await taken(table({ phone: '+15555550100' }))).notes).toEqual([
      'phone phone-unknown-range',
    ]);
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
  ])('that are %s are refused', async (phone, code) => {
    expect(await refused(table({ phone }))).toEqual([`2 phone ${code}`]);
  });

  it('without a country code are refused where the depot has no country', async () => {
    const utc = placeOf({ timeZone: 'UTC' });
    expect(await refused(table({ phone: '0170 1234567' }), utc)).toEqual([
      '2 phone phone-without-country',
    ]);
  });
});

describe('addresses', () => {
  it.each(['Hauptstraße 5\n10999 Berlin', 'Hauptstraße 5\r\n10999 Berlin\r\n'])(
    'have a line for each line of the cell, which is one row (csv 23)',
    async (address) => {
      const file = `${table({ address })}${row({ position: 'x', parcels: 'ABCD' })}\n`;
      expect(await taken(table({ address }))).toMatchObject(JOERG);
      expect(await refused(file)).toEqual(['3 position not-a-position']);
    },
  );
});

describe('times', () => {
  const LATER = { arrival: '2027-12-01T00:00Z', not_after: '2027-12-01T12:00Z' };
  const at = async (text: string, timeZone = 'Europe/Berlin') => {
    const result = await read(table({ ...LATER, not_before: text }), placeOf({ timeZone }));
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
  ])('%s without an offset are the depot’s (csv 31)', async (text, instant) => {
    expect(await at(text)).toBe(instant);
  });

  it('have day and month in the order of the depot’s country', async () => {
    expect(await at('03/04/2026 09:00', 'Europe/London')).toBe('2026-04-03T08:00');
    expect(await at('03/04/2026 09:00', 'America/Chicago')).toBe('2026-03-04T15:00');
    expect(await at('03/04/2026 09:00', 'America/Toronto')).toBe('date-unclear');
  });

  it.each([
    ['2027-03-28T02:30', 'time-skipped'],
    ['2026-10-25T02:30', 'time-twice'],
    ['2026-10-25T02:30+01:00', '2026-10-25T01:30'],
    ['2026-10-25T03:00', '2026-10-25T02:00'],
  ])('%s in the hour that the clocks skip or repeat: %s (csv 31)', async (text, said) => {
    expect(await at(text)).toBe(said);
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
  ])('that are %s are refused', async (text, code) => {
    expect(await at(text)).toBe(code);
  });

  it('may be of zones whose days differ from UTC, and keep parts of a second', async () => {
    expect(await at('2026-11-28T00:30', 'Pacific/Apia')).toBe('2026-11-27T11:30');
    expect(await at('2026-11-28T00:30:15.250', 'America/St_Johns')).toBe('2026-11-28T04:00');
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
  ])('%s is the SSCC %s', async (parcels) => {
    expect((await taken(table({ parcels }))).parcels).toEqual(['340987650000000509']);
  });

  it.each([
    ['1234567891', '(L4, csv h)'],
    ['PK12345678', '(L4, csv i)'],
    ['ORD-1000123', '(L4)'],
    ['0123456789', '(L4)'],
    ['7K3PA-2MX4T', '(L4)'],
    ['MAR-01', '(L4)'],
    ['340987650000009001', 'although its check digit is wrong'],
  ])('of carriers are taken: %s %s', async (parcels) => {
    expect((await taken(table({ parcels }))).parcels).toEqual([parcels]);
  });

  it('stand in one cell with a semicolon, a comma, a bar or a line break between them', async () => {
    for (const between of [';', ', ', '|', '\n', '\r\n', ' ; ', '؛ ', '، ']) {
      const parcels = `ABCD-1${between}ABCD-2`;
      expect((await taken(table({ parcels }))).parcels).toEqual(['ABCD-1', 'ABCD-2']);
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
  ])('that a spreadsheet spoilt are refused: %s is %s %s', async (parcels, code) => {
    expect(await refused(table({ parcels }))).toEqual([`2 parcels ${code}`]);
  });

  it('say how to keep a spreadsheet from changing them (L5)', async () => {
    const result = await read(table({ parcels: '3.40988E+17' }));
    expect(result.ok ? null : result.error[0]?.reason).toMatch(/Format the column as text/);
  });

  it('and lines that hold a program’s word for nothing are refused together (csv g)', async () => {
    expect(
      await refused(table({ customer: 'null', address: 'null|null', parcels: 'null' })),
    ).toEqual(['2 customer no-value', '2 address no-value', '2 parcels no-value']);
  });
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
  ])('are answered, as labels: %s', async (_what, parcels) => {
    expect(await refused(table({ parcels }))).toHaveLength(1);
  });

  it.each(['phone', 'arrival', 'customer', 'address', 'route', 'position', 'not_after'])(
    'are too long as %s',
    async (column) => {
      expect(await refused(table({ [column]: many('1/ ', 60_000) }))).toEqual([
        `2 ${column} too-long`,
      ]);
    },
  );
});
