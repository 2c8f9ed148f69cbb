import { createInstance, type i18n } from 'i18next';
import { initReactI18next } from 'react-i18next';
import { setApart } from '../../../renderer/i18n/set-apart.ts';
import { LANGUAGES } from './languages.ts';
import { loadSameRooms } from './room-words.ts';
import type { Language } from './words.ts';

/** Readies the words of one language. */
export const startWords = async (language: Language): Promise<i18n> => {
  const words = createInstance();
  await words.use(initReactI18next).init({
    lng: language,
    fallbackLng: false,
    resources: { [language]: { translation: await LANGUAGES[language].load() } },
    // React escapes what it shows; escaping twice would garble names with an apostrophe.
    interpolation: { escape: (text) => setApart(text, words.dir()) },
    react: { useSuspense: false },
  });
  return words;
};

/** Loads the words of another language, and speaks it. */
export const speak = async (words: i18n, language: Language): Promise<void> => {
  if (!words.hasResourceBundle(language, 'translation')) {
    words.addResourceBundle(language, 'translation', await LANGUAGES[language].load());
  }
  await loadSameRooms(words, language);
  await words.changeLanguage(language);
};
