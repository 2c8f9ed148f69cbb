import { expect, test } from 'vitest';
import { instant } from '../ids.ts';
import { dayNumber, dayOf, offsetAt, startOfDay } from './zoned-day.ts';

const at = (text: string) => instant.parse(Date.parse(text));
const begins = (text: string, zone: string) =>
  new Date(startOfDay(at(text), zone)).toISOString().replace('.000Z', 'Z');

test.each([
  ['Europe/Berlin', '2026-07-03T22:30:00Z', '2026-07-04', '2026-07-03T22:00:00Z'],
  ['UTC', '2026-07-03T22:30:00Z', '2026-07-03', '2026-07-03T00:00:00Z'],
  ['America/New_York', '2026-07-04T03:59:59Z', '2026-07-03', '2026-07-03T04:00:00Z'],
  ['Pacific/Kiritimati', '2026-07-03T10:00:00Z', '2026-07-04', '2026-07-03T10:00:00Z'],
  ['Asia/Kathmandu', '2026-07-03T18:14:59Z', '2026-07-03', '2026-07-02T18:15:00Z'],
])('a day in %s begins with its own midnight', (zone, when, day, start) => {
  expect(dayOf(at(when), zone)).toBe(day);
  expect(begins(when, zone)).toBe(start);
});

test.each([
  [
    'clocks are put forward at two',
    'Europe/Berlin',
    '2026-03-29T12:00:00Z',
    '2026-03-28T23:00:00Z',
  ],
  ['clocks are put back at three', 'Europe/Berlin', '2026-10-25T12:00:00Z', '2026-10-24T22:00:00Z'],
  ['the day after that', 'Europe/Berlin', '2026-10-26T12:00:00Z', '2026-10-25T23:00:00Z'],
  ['there is no midnight', 'America/Santiago', '2026-09-06T12:00:00Z', '2026-09-06T04:00:00Z'],
  [
    'midnight is put back to before',
    'America/Sao_Paulo',
    '2018-02-18T12:00:00Z',
    '2018-02-18T03:00:00Z',
  ],
  [
    'clocks are put forward the evening before',
    'America/Nuuk',
    '2022-03-27T12:00:00Z',
    '2022-03-27T02:00:00Z',
  ],
  ['there are two midnights', 'America/Havana', '2026-11-01T12:00:00Z', '2026-11-01T04:00:00Z'],
])('a day on which %s begins where it begins', (_, zone, when, start) => {
  expect(begins(when, zone)).toBe(start);
  expect(dayNumber(Date.parse(start) - 1000, zone)).toBe(dayNumber(at(when), zone) - 1);
});

test.each([
  ['Europe/Berlin', '2026-03-29T00:59:59Z', 60],
  ['Europe/Berlin', '2026-03-29T01:00:00Z', 120],
  ['America/St_Johns', '2026-01-01T00:00:00Z', -210],
  ['Asia/Kathmandu', '2026-01-01T00:00:00Z', 345],
  ['UTC', '2026-01-01T00:00:00Z', 0],
])('the clocks of %s at %s are %d minutes ahead of UTC', (zone, when, minutes) => {
  expect(offsetAt(at(when), zone)).toBe(minutes * 60_000);
});
