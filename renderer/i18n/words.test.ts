import { describe, expect, test } from 'vitest';
import { exceptionOutcome } from '../../shared/protocol/outcome.ts';
import { refusal } from '../../shared/protocol/verdict.ts';
import { problemCode } from '../../shared/terminal/problem.ts';
import { en } from './en.ts';
import { chooseLanguage, LANGUAGES } from './languages.ts';
import { leaves, type Tree } from './leaves.ts';

const PLURAL = /_(zero|one|two|few|many|other)$/;

/** The keys without the plural forms, of which each language has its own. */
const keys = (tree: Tree) =>
  [...new Set(leaves(tree).map(([path]) => path.replace(PLURAL, '')))].sort();

/** A form that is of one number alone may say it in a word: two parcels have a word in Arabic. */
const ofOneNumber = (tag: string, form: string): boolean => {
  const rules = new Intl.PluralRules(tag);
  return (
    Array.from({ length: 200 }, (_, n) => rules.select(n)).filter((f) => f === form).length === 1
  );
};

const REASONS = refusal.options.map((option) => option.shape.reason.value);
const languages = Object.entries(LANGUAGES).map(([tag, words]) => ({ tag, words }));

describe.each(languages)('the words in $tag', ({ tag, words }) => {
  const text = new Map(leaves(words));

  test('have the keys of the English ones', () => {
    expect(keys(words)).toEqual(keys(en));
  });

  test('have the plural forms that the language needs', () => {
    const forms = new Intl.PluralRules(tag).resolvedOptions().pluralCategories;
    const counted = [...text.keys()].filter((path) => PLURAL.test(path));
    for (const base of new Set(counted.map((path) => path.replace(PLURAL, '')))) {
      for (const form of forms) expect(text.has(`${base}_${form}`), `${base}_${form}`).toBe(true);
    }
  });

  test('have the same gaps to fill as the English ones', () => {
    const gaps = (of: string) => [...new Set(of.match(/\{\{\w+\}\}/g) ?? [])].sort();
    const english = new Map(leaves(en));
    for (const [path, value] of text) {
      const other = english.get(path) ?? english.get(path.replace(PLURAL, '_other')) ?? '';
      const form = PLURAL.exec(path)?.[1];
      const inWords = form !== undefined && ofOneNumber(tag, form) && !value.includes('{{count}}');
      const wanted = gaps(other).filter((gap) => !(inWords && gap === '{{count}}'));
      expect(gaps(value), path).toEqual(wanted);
    }
  });

  test.each(problemCode.options)('say what happened and what to do next on %s', (code) => {
    for (const part of ['what', 'next']) {
      expect(text.get(`problem.${code}.${part}`)).toMatch(/^\p{L}.*[.…]$/u);
    }
  });

  test.each(REASONS)('say in at most five words why: %s', (reason) => {
    const title = text.get(`verdict.refused.${reason}.title`) ?? '';
    expect(title).toMatch(/\p{L}/u);
    expect(title.split(/\s+/).length).toBeLessThanOrEqual(5);
    const next = [...text.keys()].filter((path) =>
      path.startsWith(`verdict.refused.${reason}.next`),
    );
    expect(next.length).toBeGreaterThan(0);
    // One sentence: the one thing to do.
    for (const path of next) expect(text.get(path), path).toMatch(/^\p{L}[^.!?]*\.$/u);
  });

  test.each(exceptionOutcome.options)('name in at most four words how it ended: %s', (outcome) => {
    const name = text.get(`outcome.${outcome}`) ?? '';
    expect(name).toMatch(/^[\p{Lu}\p{Lo}]/u);
    expect(name.split(/\s+/).length).toBeLessThanOrEqual(4);
  });

  test('name no code of an error', () => {
    const stable = [...problemCode.options, ...REASONS, ...exceptionOutcome.options].filter(
      (code) => code.includes('-'),
    );
    for (const [path, value] of text) {
      for (const code of stable) expect(value.includes(code), `${path}: ${value}`).toBe(false);
    }
  });
});

test.each([
  [['ar-EG', 'en'], 'ar'],
  [['pt-BR', 'es-MX'], 'es'],
  [['ru', 'PL'], 'pl'],
  [['tlh'], 'en'],
] as const)('of %j, %s is spoken', (wanted, language) => {
  expect(chooseLanguage(wanted)).toBe(language);
});
