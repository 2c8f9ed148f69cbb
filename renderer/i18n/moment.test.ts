import { expect, test } from 'vitest';
import { instant } from '../../shared/ids.ts';
import { LANGUAGES, type Language } from './languages.ts';
import { momentAtOf, momentOf, sinceOf } from './moment.ts';
import { startWords } from './start-words.ts';

const local = (day: number, hour: number, minute: number) =>
  instant.parse(new Date(2026, 6, day, hour, minute).getTime());
const now = local(15, 14, 5);
const say = async (day: number, hour: number, minute: number) => {
  const words = await startWords('en');
  return momentOf(local(day, hour, minute), now, words.t, 'en');
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
  expect(sinceOf(local(15, 9, 14), now, 'en')).toBe('09:14');
  expect(sinceOf(local(14, 9, 14), now, 'en')).toBe('Tue');
});

test('Arabic has the digits that are on the labels', async () => {
  const words = await startWords('ar');
  expect(momentOf(local(15, 14, 2), now, words.t, 'ar')).toBe('اليوم 14:02');
  expect(momentOf(local(3, 9, 15), now, words.t, 'ar')).toMatch(/3 \S+، 09:15$/);
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
  expect(momentAtOf(local(15, 14, 2), now, words.t, tag)).toBe(text);
});

test.each(Object.keys(LANGUAGES) as Language[])(
  'inside a sentence another day has it as well, in %s',
  async (tag) => {
    const words = await startWords(tag);
    const label = momentOf(local(3, 9, 15), now, words.t, tag);
    expect(momentAtOf(local(3, 9, 15), now, words.t, tag)).not.toBe(label);
  },
);
