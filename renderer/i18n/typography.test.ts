import { describe, expect, test } from 'vitest';
import { LANGUAGES, type Language } from './languages.ts';
import { leaves } from './leaves.ts';

const languages = Object.keys(LANGUAGES) as Language[];

/** Those texts of a language in which something is found that must not be there. */
const faulty = (language: Language, fault: (text: string) => boolean): string[] =>
  leaves(LANGUAGES[language])
    .filter(([, text]) => fault(text))
    .map(([path, text]) => `${path}: ${text}`);

const count = (text: string, of: string): number => text.split(of).length - 1;

describe.each(languages)('the words in %s', (language) => {
  test('have one apostrophe, one ellipsis, and no blanks too many', () => {
    expect(faulty(language, (text) => /['"`]|\.\.\.|\s\s|^\s|\s$/u.test(text))).toEqual([]);
  });

  test('leave the sign of a percentage to the language’s own rules', () => {
    expect(faulty(language, (text) => text.includes('%'))).toEqual([]);
  });

  // A number that words agree with is `count`: i18next chooses the plural form by it alone.
  test('name a number that words agree with `count`', () => {
    const others = /\{\{(?:stops|typed|left|times|more|parcels|entries|records)\}\}/u;
    expect(faulty(language, (text) => others.test(text))).toEqual([]);
  });
});

test('French has a blank that does not break before : ; ? and !', () => {
  const broken = /(?:^|[^\u00a0\u202f])(?:[;?!]|:(?= |$))/u;
  expect(faulty('fr', (text) => broken.test(text))).toEqual([]);
});

test('German has a blank before an ellipsis', () => {
  expect(faulty('de', (text) => /[^ \u00a0]…/u.test(text))).toEqual([]);
});

test('Spanish opens what it asks and what it calls out', () => {
  const open = (text: string) =>
    count(text, '?') === count(text, '¿') && count(text, '!') === count(text, '¡');
  expect(faulty('es', (text) => !open(text))).toEqual([]);
});

test('Arabic has its own commas and question marks, and writes its tanwin before the alef', () => {
  expect(faulty('ar', (text) => /[,;?]|\u0627\u064b/u.test(text))).toEqual([]);
});
