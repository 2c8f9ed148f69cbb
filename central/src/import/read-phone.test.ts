import { describe, expect, it } from 'vitest';
import { placeOf } from './depot-country.ts';
import { readPhone } from './read-phone.ts';

/** The number, or the code of what is wrong. */
const read = (cell: string, timeZone = 'Europe/Berlin'): string | null => {
  const result = readPhone(cell, { ...placeOf({ timeZone }), note: () => undefined });
  return result.ok ? result.value : result.error.code;
};

describe('the digits of a telephone number', () => {
  it.each([
    ['Europe/Madrid', '612 345 678', '+34612345678'],
    ['Europe/Madrid', '612.345.678', '+34612345678'],
    ['Europe/Madrid', '933\u00a0123\u00a0456', '+34933123456'],
    ['Europe/Warsaw', '501\u202f234\u202f567', '+48501234567'],
    ['Europe/Prague', '777 123 456', '+420777123456'],
    ['Europe/Rome', '340.123.456', '+39340123456'],
    ['Europe/Berlin', '030 123 456', '+4930123456'],
    ['Europe/Berlin', '612 345 678', '+49612345678'],
  ])('may stand in threes, as people write them in %s: %s', (timeZone, phone, number) => {
    expect(read(phone, timeZone)).toBe(number);
  });

  it.each([
    '1,701,234,567',
    "1'701'234'567",
    '1 701 234 567,00',
    '1.701.234.567,00',
    '1\u00a0701\u00a0234\u00a0567.0',
    '491701234567.00',
  ])('in the form of a quantity are refused: %s (L5)', (phone) => {
    expect(read(phone)).toBe('formatted-number');
  });
});

describe('a number that lost its + in a spreadsheet', () => {
  it.each([
    ['Europe/Berlin', '49 170 1234567', '+491701234567'],
    ['Europe/Berlin', '49-170-1234567', '+491701234567'],
    ['Europe/Berlin', '49 (0) 170 / 1234567', '+491701234567'],
    ['Europe/Vienna', '43 664 1234567', '+436641234567'],
    ['Europe/Rome', '39 340 123 4567', '+393401234567'],
    ['Europe/London', '44 7911 123456', '+447911123456'],
    ['Europe/Berlin', '170 1234567', '+491701234567'],
    ['Europe/Berlin', '30 12340001', '+493012340001'],
    ['America/New_York', '1-212-555-0123', '+12125550123'],
  ])('is the same with blanks in it as without, in %s: %s', (timeZone, phone, number) => {
    expect(read(phone, timeZone)).toBe(number);
    expect(read(phone.replace(/\D/g, '').replace('490', '49'), timeZone)).toBe(number);
  });

  it.each(['43 664 1234567', '33 6 12 34 56 78'])(
    'is refused where it may be a number of two countries: %s',
    (phone) => {
      expect(read(phone)).toBe('phone-unclear');
    },
  );
});

it.each([
  ['28.11.2026', 'turned-into-date'],
  ['28. 11. 2026', 'turned-into-date'],
  ['2026-11-28', 'turned-into-date'],
  ['11/28/2026', 'turned-into-date'],
  ['-12339982', 'formatted-number'],
  ['−1701234567', 'formatted-number'],
])('of a cell that a spreadsheet made of something else is none: %s (L5)', (phone, code) => {
  expect(read(phone)).toBe(code);
});

it.each([
  'Tel. 0170 1234567',
  'Tel.: +49 170 1234567',
  'Mobil: 0170/1234567',
  'Handy 0170 1234567',
  'tel:0170 1234567',
  '0170 1234567,',
  '0170 1234567; ',
])('has nothing of the word in front, and of the sign behind: %s (csv 12)', (phone) => {
  expect(read(phone)).toBe('+491701234567');
});

it.each(['Fax: 030 12340001', 'Tel. Müller', 'Telefon'])('is not guessed: %s', (phone) => {
  expect(read(phone)).toBe('not-a-phone-number');
});

describe('a second number or an extension', () => {
  it.each([
    '0170 1234567; 0171 1234568',
    '0170 1234567 / 0171 1234568',
    '0170 1234567, 0171 1234568',
    '0170 1234567 oder 0171 1234568',
    '0170 1234567\n0171 1234568',
    'Tel. 030 12340001, Fax 030 12340002',
    '+49 170 1234567 / -8',
    '0170 1234567/8',
    '0170 1234567 / 8',
    '0151 1234567/8',
    '0172/1234567-0',
    '0172 1234567 – 12',
    '030 1234567/68',
    '030 1234567-68',
    '0170/12345678/9',
    '0170 1234567/68/69',
    '0170 1234567, 8',
    '0170 1234567 (8)',
    '+49 170 1234567/8',
  ])('behind a whole number is refused: %s', (phone) => {
    expect(read(phone)).toBe('not-one-number');
  });

  it.each([
    ['Europe/Berlin', '0170/1234567', '+491701234567'],
    ['Europe/Berlin', '0170/123-45-67', '+491701234567'],
    ['Europe/Berlin', '0170-123-45-67', '+491701234567'],
    ['Europe/Berlin', '0170-1234-567', '+491701234567'],
    ['Europe/Paris', '06-12-34-56-78', '+33612345678'],
    ['Europe/Paris', '06/12/34/56/78', '+33612345678'],
    ['Europe/Brussels', '0475/12/34/56', '+32475123456'],
    ['Europe/Vienna', '0664/1234-567', '+436641234567'],
    ['Europe/Warsaw', '501-234-567', '+48501234567'],
    ['Europe/Zagreb', '091/1234-567', '+385911234567'],
  ])('is not what a last group of the number is, in %s: %s', (timeZone, phone, number) => {
    expect(read(phone, timeZone)).toBe(number);
  });
});

it.each([
  '(+49) 170 1234567',
  '(0049) 170 1234567',
  '+49−170−1234567',
  '+49—170‒1234567',
  '+ 49 170 1234567',
])('takes the country code and the dashes as people write them: %s', (phone) => {
  expect(read(phone)).toBe('+491701234567');
});
