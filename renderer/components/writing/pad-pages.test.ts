import { expect, test } from 'vitest';
import { LANGUAGES, type Language } from '../../i18n/languages.ts';
import { pagesOf } from './pad-pages.ts';

const languages = Object.keys(LANGUAGES) as Language[];
const lettersOf = (language: Language) => pagesOf(language).flatMap(({ letters }) => letters);

test.each([
  ['de', 'äöüß'],
  ['en', 'abcdefghijklmnopqrstuvwxyz'],
  ['es', 'ñáéíóúü'],
  ['fr', 'àâçéèêëîïôùûœ'],
  ['pl', 'ąćęłńóśźż'],
  ['ar', 'ءاأإآبةتثجحخدذرزسشصضطظعغفقكلمنهوؤيئى'],
] as const)('%s is written with its own letters, and digits (D5)', (language, own) => {
  const letters = lettersOf(language).map((letter) => letter.toLowerCase());
  expect([...own, ...'0123456789'].filter((letter) => !letters.includes(letter))).toEqual([]);
});

test('a name of any of the languages in Latin letters is written on every terminal (D5)', () => {
  for (const language of languages) {
    const letters = lettersOf(language);
    const missing = [..."MÜLLERŁŻÓŚÇÉÑÀ12/-,'"].filter((each) => !letters.includes(each));
    // Comma and hyphen stand on every page.
    expect(missing).toEqual(['-', ',']);
  }
});

test('no page has more than a glove finds, and no letter twice', () => {
  for (const language of languages) {
    const pages = pagesOf(language);
    for (const { letters } of pages) expect(letters.length).toBeLessThanOrEqual(36);
    expect(new Set(lettersOf(language)).size).toBe(lettersOf(language).length);
    expect(new Set(pages.map(({ name }) => name)).size).toBe(pages.length);
  }
});

test("a language's own letters come before those of others", () => {
  expect(pagesOf('pl')[1]?.letters.slice(0, 3)).toEqual(['Ą', 'Ć', 'Ę']);
  expect(pagesOf('ar')[0]).toMatchObject({ direction: 'rtl' });
});
