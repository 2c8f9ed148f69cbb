import { createInstance } from 'i18next';
import { describe, expect, test, vi } from 'vitest';
import { leaves, type Tree } from '../../../renderer/i18n/leaves.ts';
import { ar } from './ar.ts';
import { de } from './de.ts';
import { en } from './en.ts';
import { es } from './es.ts';
import { fr } from './fr.ts';
import { chooseLanguage } from './languages.ts';
import { pl } from './pl.ts';
import { loadRoomWords, loadSameRooms, ROOM_WORDS } from './room-words.ts';
import { ar as settingsAr } from './settings/ar.ts';
import { de as settingsDe } from './settings/de.ts';
import { en as settingsEn } from './settings/en.ts';
import { es as settingsEs } from './settings/es.ts';
import { fr as settingsFr } from './settings/fr.ts';
import { pl as settingsPl } from './settings/pl.ts';
import { SETTINGS_WORDS } from './settings/settings-words.ts';

const PLURAL = /_(zero|one|two|few|many|other)$/;
const GAP = /\{\{\w+\}\}/g;
/** The words of each language with those of the settings, as they are where both are loaded. */
const withSettings = <T extends Tree>(words: T, settings: Tree): Tree => ({
  ...words,
  settings: { ...(words['settings'] as Tree), ...settings },
});
const PAGE: Readonly<Record<string, Tree>> = {
  en: withSettings(en, settingsEn),
  de: withSettings(de, settingsDe),
  fr: withSettings(fr, settingsFr),
  es: withSettings(es, settingsEs),
  pl: withSettings(pl, settingsPl),
  ar: withSettings(ar, settingsAr),
};
/** The words of each room beside those of the page, in each language. */
const ofRooms = (await Promise.all(
  Object.entries(ROOM_WORDS).flatMap(([room, languages]) =>
    Object.entries(languages).map(async ([tag, load]) => [room, tag, await load()] as const),
  ),
)) as readonly (readonly [string, string, Tree])[];
const wordsIn = (tag: string): Tree => ({
  ...PAGE[tag],
  ...Object.fromEntries(
    ofRooms.filter((one) => one[1] === tag).map(([room, , words]) => [`${room}:`, words]),
  ),
});
const WORDS: readonly (readonly [string, Tree])[] = Object.keys(PAGE).map((tag) => [
  tag,
  wordsIn(tag),
]);

const gapsOf = (text: string): readonly string[] => [...new Set(text.match(GAP) ?? [])].sort();
/** A form that is of one number alone may say it in a word: two things have a word in Arabic. */
const ofOneNumber = (tag: string, form: string): boolean => {
  const rules = new Intl.PluralRules(tag);
  const forms = Array.from({ length: 200 }, (_, n) => rules.select(n));
  return forms.filter((each) => each === form).length === 1;
};

describe.each(WORDS)('the words of the console in %s', (tag, words) => {
  const texts = leaves(words);
  const faulty = (fault: (text: string) => boolean) => texts.filter(([, text]) => fault(text));

  test('have the plural forms that the language needs, and no others', () => {
    const needed = new Intl.PluralRules(tag).resolvedOptions().pluralCategories.toSorted();
    const forms = new Map<string, string[]>();
    for (const [path] of texts) {
      const form = PLURAL.exec(path)?.[1];
      if (form === undefined) continue;
      const base = path.replace(PLURAL, '');
      forms.set(base, [...(forms.get(base) ?? []), form]);
    }
    for (const [base, has] of forms) expect(has.toSorted(), base).toEqual(needed);
  });

  test('have the gaps of the English ones', () => {
    const english = new Map(leaves(wordsIn('en')));
    for (const [path, text] of texts) {
      const form = PLURAL.exec(path)?.[1];
      const other = english.get(path) ?? english.get(path.replace(PLURAL, '_other')) ?? '';
      const mayLeaveOut = form !== undefined && ofOneNumber(tag, form);
      const without = (gap: string) => !(mayLeaveOut && gap === '{{count}}');
      expect(gapsOf(text).filter(without), path).toEqual(gapsOf(other).filter(without));
    }
  });

  test('are set as the language is', () => {
    expect(faulty((text) => /['"`%]|\.\.\.|\s\s|^\s|\s$/u.test(text))).toEqual([]);
    if (tag === 'fr') {
      expect(faulty((text) => /(?:^|[^\u00a0\u202f])(?:[;?!]|:(?= |$))/u.test(text))).toEqual([]);
    }
    if (tag === 'de') expect(faulty((text) => /[^ \u00a0]…/u.test(text))).toEqual([]);
    if (tag === 'ar') expect(faulty((text) => /[,;?]|\u0627\u064b/u.test(text))).toEqual([]);
    if (tag === 'es') {
      const of = (text: string, sign: string) => text.split(sign).length;
      expect(
        faulty((text) => of(text, '?') !== of(text, '¿') || of(text, '!') !== of(text, '¡')),
      ).toEqual([]);
    }
  });
});

test.each([
  [['ar-EG', 'en'], 'ar'],
  [['pt-BR', 'es-MX'], 'es'],
  [['ru', 'PL'], 'pl'],
  [['tlh'], 'en'],
  [['__proto__'], 'en'],
] as const)('of %j, %s is spoken', (wanted, language) => {
  expect(chooseLanguage(wanted)).toBe(language);
});

test('words of the settings that did not come are asked for again, and follow the language', async () => {
  const words = createInstance();
  await words.init({ lng: 'en', resources: { en: { translation: en }, fr: { translation: fr } } });
  const first = vi.spyOn(SETTINGS_WORDS, 'en').mockRejectedValueOnce(new Error('no connection'));
  await expect(loadRoomWords(words, 'settings')).rejects.toThrow('no connection');
  await loadRoomWords(words, 'settings');
  expect(words.t('settings.act.save')).toBe(settingsEn.act.save);
  expect(words.t('settings.room')).toBe(en.settings.room);
  await loadSameRooms(words, 'fr');
  expect(words.getResource('fr', 'translation', 'settings.act.save')).toBe(settingsFr.act.save);
  first.mockRestore();
});
