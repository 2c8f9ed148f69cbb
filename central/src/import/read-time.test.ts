import { describe, expect, it } from 'vitest';
import { placeOf } from './depot-country.ts';
import { readInstant } from './read-time.ts';

/** The instant to the minute, or the code of what is wrong. */
const read = (cell: string, timeZone = 'Europe/Berlin'): string => {
  const result = readInstant(cell, { ...placeOf({ timeZone }), note: () => undefined });
  return result.ok ? new Date(result.value).toISOString().slice(0, 16) : result.error.code;
};

describe('an offset', () => {
  it.each([
    '2026-11-28 08:00-10:00',
    '28.11.2026 8:00-12:00',
    '28.11.2026 16:00-18',
    '28.11.2026 16:00 -18:00',
    '28.11.2026 16:52-17:30',
    '2026-11-28T08:00 -10:00',
    '2026-11-28T16:00-18:00',
    '2026-11-28 08:00:00-10:00:00',
    '28.11.2026 08:00 – 10:00',
    '11/28/2026 8:00 AM-10:00 AM',
  ])('is not what the end of a window is: %s', (cell) => {
    expect(read(cell)).toBe('not-an-instant');
  });

  it.each(['+15:00', '-13:00', '+14:15', '-12:15', '+02:10', '+01:60'])(
    'that no place has is refused: %s',
    (offset) => {
      expect(read(`2026-11-28T16:52${offset}`)).toBe('not-an-instant');
    },
  );

  it.each([
    ['2026-11-28T16:52-05:00', '2026-11-28T21:52'],
    ['2026-11-28T16:52-05', '2026-11-28T21:52'],
    ['2026-11-28T16:52-12:00', '2026-11-29T04:52'],
    ['2026-11-28T16:52+14:00', '2026-11-28T02:52'],
    ['2026-11-28T16:52+05:45', '2026-11-28T11:07'],
    ['2026-11-28 16:52:00-05', '2026-11-28T21:52'],
    ['2026-11-28 16:52:00 -0500', '2026-11-28T21:52'],
    ['2026-11-28 16:52+01:00', '2026-11-28T15:52'],
    ['2026-11-28 16:52 UTC', '2026-11-28T16:52'],
  ])('counts where it is one: %s', (cell, instant) => {
    expect(read(cell)).toBe(instant);
  });
});

it.each(['28. 11. 2026 16:52', '28. 11. 2026. 16:52', '2026. 11. 28. 16:52', '2026.11.28. 16:52'])(
  'takes a date as spreadsheets in Czech or Hungarian write it: %s',
  (cell) => {
    expect(read(cell)).toBe('2026-11-28T15:52');
  },
);

it.each(['2101-01-01 10:00', '3026-11-28T10:00Z', '28.11.9999 16:52'])(
  'refuses a year that nobody meant: %s',
  (cell) => {
    expect(read(cell)).toBe('too-far-ahead');
  },
);

it('takes the month first where a place does so, and guesses nothing where both are usual', () => {
  expect(read('03/04/2026 09:00', 'Pacific/Guam')).toBe('2026-03-03T23:00');
  expect(read('03/04/2026 09:00', 'America/Puerto_Rico')).toBe('2026-03-04T13:00');
  expect(read('03/04/2026 09:00', 'America/Panama')).toBe('date-unclear');
});

describe('a time as people write it', () => {
  it.each([
    '28.11.2026 16:52 Uhr',
    '28.11.2026, 16.52 Uhr',
    '28.11.2026 um 16:52 Uhr',
    '28.11.2026 16:52h',
    '28.11.2026 16h52',
    '28.11.26 16:52',
    '28.11.26, 16:52',
    '28/11/26 16:52',
    '11/28/26 4:52 PM',
    '2026–11–28 16:52',
    '٢٨/١١/٢٠٢٦ ١٦:٥٢',
  ])('is read: %s (csv 31)', (cell) => {
    expect(read(cell)).toBe('2026-11-28T15:52');
  });

  it.each([
    '28-Nov-2026 16:52',
    '28 Nov 2026, 16:52',
    '28. November 2026 16:52 Uhr',
    '28. Nov. 2026, 16.52 Uhr',
    'Nov 28, 2026 4:52 PM',
    'November 28th, 2026 16:52',
    '28 novembre 2026 à 16h52',
    '28 de noviembre de 2026 16:52',
    '28 listopada 2026 16:52',
    '28 نوفمبر 2026 16:52',
  ])('may have the month’s name, in any of the six languages: %s (csv 31)', (cell) => {
    expect(read(cell)).toBe('2026-11-28T15:52');
  });

  it('keeps apart months that begin alike', () => {
    expect(read('1. März 2027 10:00')).toBe('2027-03-01T09:00');
    expect(read('1. Mrz. 2027 10:00')).toBe('2027-03-01T09:00');
    expect(read('1er juin 2027 10:00')).toBe('2027-06-01T08:00');
    expect(read('1 juil. 2027 10:00')).toBe('2027-07-01T08:00');
    expect(read('1 Foo 2027 10:00')).toBe('not-an-instant');
    expect(read('31-Nov-2026 10:00')).toBe('not-an-instant');
  });

  it.each(['28.11.2026 16 Uhr', '28.11.2026 16h', '28.11.2026 4 pm', '28/11/2026 4 p. m.'])(
    'may have no minutes: %s (csv 31)',
    (cell) => {
      expect(read(cell)).toBe('2026-11-28T15:00');
    },
  );

  it.each([
    ['2026-11-28 24:00', '2026-11-28T23:00'],
    ['30.11.2026 24:00 Uhr', '2026-11-30T23:00'],
    ['31.12.2026 24:00:00', '2026-12-31T23:00'],
    ['2026-11-28T24:00Z', '2026-11-29T00:00'],
    ['2026-11-28 00:00', '2026-11-27T23:00'],
    ['2026-11-28 24:01', 'not-an-instant'],
    ['30.02.2027 24:00', 'not-an-instant'],
  ])('is the end of the day at 24:00: %s (csv 31)', (cell, said) => {
    expect(read(cell)).toBe(said);
  });

  it.each([
    ['28.11.2026 16', 'Europe/Berlin', 'not-an-instant'],
    ['28.11.2026 25 Uhr', 'Europe/Berlin', 'not-an-instant'],
    ['28.11.2026 13 pm', 'Europe/Berlin', 'not-an-instant'],
    ['28-11-26 16:52', 'Europe/Berlin', 'date-unclear'],
    ['26.11.28 16:52', 'Europe/Budapest', 'date-unclear'],
    ['28.11.26 16:52', 'UTC', 'date-unclear'],
    ['11/12/26 16:52', 'America/Toronto', 'date-unclear'],
  ])('is not guessed: %s in %s', (cell, timeZone, said) => {
    expect(read(cell, timeZone)).toBe(said);
  });

  it('has day and month in the order of the place with a short year, too', () => {
    expect(read('03/04/27 09:00', 'America/Chicago')).toBe('2027-03-04T15:00');
    expect(read('03/04/27 09:00', 'Europe/London')).toBe('2027-04-03T08:00');
  });
});
