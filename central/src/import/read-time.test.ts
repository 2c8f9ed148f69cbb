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
