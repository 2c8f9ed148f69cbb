import { expect, test } from 'vitest';
import { day, instant } from '../../shared/protocol/ids.ts';
import { LANGUAGES, type Language } from './languages.ts';
import { dayWords, momentAtOf, momentOf, sinceOf, timeOf } from './moment.ts';
import { startWords } from './start-words.ts';

const zone = 'Europe/Berlin';
const en = { language: 'en', zone };
const local = (day: number, hour: number, minute: number) =>
  // Berlin is two hours ahead in July, wherever the test runs.
  instant.parse(Date.UTC(2026, 6, day, hour - 2, minute));
const now = local(15, 14, 5);
const say = async (day: number, hour: number, minute: number) => {
  const words = await startWords('en');
  return momentOf(local(day, hour, minute), now, words.t, en);
};

test('a moment of this day is said as today', async () => {
  expect(await say(15, 14, 2)).toBe('today 14:02');
});

test('a minute before midnight is yesterday, however near it is', async () => {
  expect(await say(14, 23, 59)).toBe('yesterday 23:59');
});

test('the first minute of the next day is tomorrow', async () => {
  expect(await say(16, 0, 0)).toBe('tomorrow 00:00');
});

test('any other day is named', async () => {
  expect(await say(3, 9, 15)).toMatch(/Fri.*3.*09:15|Fri.*Jul.*09:15/);
});

test('the status line says the time today, and the day before that', () => {
  expect(sinceOf(local(15, 9, 14), now, en)).toBe('09:14');
  expect(sinceOf(local(14, 9, 14), now, en)).toBe('Tue');
});

test('Arabic has the digits that are on the labels', async () => {
  const words = await startWords('ar');
  expect(momentOf(local(15, 14, 2), now, words.t, { language: 'ar', zone })).toBe('اليوم 14:02');
  expect(momentOf(local(3, 9, 15), now, words.t, { language: 'ar', zone })).toMatch(
    /3 \S+، 09:15$/,
  );
});

test.each<[Language, string]>([
  ['en', 'today at 14:02'],
  ['de', 'heute um 14:02'],
  ['fr', 'aujourd’hui à 14:02'],
  ['es', 'hoy a las 14:02'],
  ['pl', 'dziś o 14:02'],
  ['ar', 'اليوم الساعة 14:02'],
])('inside a sentence a moment has its preposition, in %s', async (tag, text) => {
  const words = await startWords(tag);
  expect(momentAtOf(local(15, 14, 2), now, words.t, { language: tag, zone })).toBe(text);
});

test.each(Object.keys(LANGUAGES) as Language[])(
  'inside a sentence another day has it as well, in %s',
  async (tag) => {
    const words = await startWords(tag);
    const label = momentOf(local(3, 9, 15), now, words.t, { language: tag, zone });
    expect(momentAtOf(local(3, 9, 15), now, words.t, { language: tag, zone })).not.toBe(label);
  },
);

test.each([
  ['summer time', Date.UTC(2026, 6, 3, 12, 2), 'Europe/Berlin', '14:02'],
  ['winter time', Date.UTC(2026, 0, 3, 12, 2), 'Europe/Berlin', '13:02'],
  ['another depot', Date.UTC(2026, 6, 3, 12, 2), 'America/New_York', '08:02'],
])('times are the depot’s in %s, whatever zone the machine is in (D14)', (_, at, where, time) => {
  expect(timeOf(instant.parse(at), { language: 'en', zone: where })).toBe(time);
});

test('today is the depot’s day, across the night in which clocks are put back (D14)', async () => {
  const words = await startWords('en');
  const before = instant.parse(Date.UTC(2026, 9, 24, 21, 59));
  const after = instant.parse(Date.UTC(2026, 9, 24, 22, 1));
  const evening = Date.UTC(2026, 9, 25, 22, 30);
  expect(momentOf(before, evening, words.t, en)).toBe('yesterday 23:59');
  expect(momentOf(after, evening, words.t, en)).toBe('today 00:01');
  expect(momentOf(before, evening, words.t, { language: 'en', zone: 'UTC' })).toMatch(/yesterday/);
});

test('a day of the calendar is named as it stands, and counted from the depot’s (D15)', async () => {
  const words = await startWords('en');
  const midnight = Date.UTC(2026, 6, 14, 22, 30);
  const say = (text: string) => dayWords(day.parse(text), midnight, words.t, en);
  expect(['2026-07-14', '2026-07-15', '2026-07-16'].map(say)).toEqual([
    'yesterday',
    'today',
    'tomorrow',
  ]);
  expect(say('2026-07-20')).toMatch(/Mon.*20.*Jul|Mon.*Jul.*20/);
});
