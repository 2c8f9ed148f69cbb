import { expect, test } from 'vitest';
import { chooseLanguage, WORDS } from './languages.ts';
import type { Words } from './words.ts';

/** Every sentence of a language, with stand-ins for what it is filled with. */
const sentencesOf = (words: unknown): readonly string[] => {
  if (typeof words === 'string') return [words];
  if (typeof words === 'function') return [words('12:00', '13:00')];
  return Object.values(words as object).flatMap(sentencesOf);
};
const leavesOf = (words: unknown, path = ''): readonly string[] =>
  typeof words === 'object'
    ? Object.entries(words as object).flatMap(([name, inner]) => leavesOf(inner, `${path}/${name}`))
    : [path];

test.each([
  [['de-AT', 'en'], null, 'de'],
  [['tr', 'fr-CH', 'de'], null, 'fr'],
  [['AR-eg'], 'de', 'ar'],
  [['tr-TR'], 'de', 'de'],
  [['tr-TR'], null, 'en'],
  [[], null, 'en'],
  [['__proto__', 'constructor'], null, 'en'],
] as const)("of %j, where the link names %s, the page speaks '%s'", (wanted, named, spoken) => {
  expect(chooseLanguage(wanted, named)).toBe(spoken);
});

test.each(Object.entries(WORDS))('%s says everything, and each thing once', (_language, words) => {
  expect(leavesOf(words)).toEqual(leavesOf(WORDS.en));
  const sentences = sentencesOf(words);
  expect(sentences.filter((text) => text.trim() === '' || / {2}|^\s|\s$/.test(text))).toEqual([]);
  expect(sentences.filter((text, at) => sentences.indexOf(text) !== at)).toEqual([]);
});

const WRONG_SIGNS: Readonly<Record<string, RegExp>> = {
  // A plain space may break before the sign.
  fr: / [:;?!]|'/,
  ar: /[,;?]/,
  es: /^[^¿]*\?/,
  en: /’/,
};
test.each(Object.entries(WRONG_SIGNS))('%s has no sign of another language', (language, wrong) => {
  const words: Words = WORDS[language as keyof typeof WORDS];
  expect(sentencesOf(words).filter((text) => wrong.test(text))).toEqual([]);
});
