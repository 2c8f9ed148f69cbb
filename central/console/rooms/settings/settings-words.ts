import { use } from 'react';
import { useTranslation } from 'react-i18next';
import { isLanguage } from '../../words/languages.ts';
import { SETTINGS_WORDS } from '../../words/settings/settings-words.ts';

const loaded = new Map<string, Promise<void>>();

/** Waits for the words of this room in the reader's language: nobody else loads them. */
export const useSettingsWords = (): void => {
  const { i18n } = useTranslation();
  const { language } = i18n;
  if (!isLanguage(language)) throw new Error('a language that nobody speaks');
  const before = loaded.get(language);
  const words =
    before ??
    SETTINGS_WORDS[language]().then((settings) => {
      i18n.addResourceBundle(language, 'translation', { settings }, true);
    });
  if (before === undefined) loaded.set(language, words);
  use(words);
};
