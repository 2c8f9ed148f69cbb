import { createInstance, type i18n } from 'i18next';
import { initReactI18next } from 'react-i18next';
import { cutShort } from './cut-short.ts';
import { LANGUAGES, type Language } from './languages.ts';
import { setApart } from './set-apart.ts';

/** Readies the words of one language for the screens. */
export const startWords = async (language: Language): Promise<i18n> => {
  const words = createInstance();
  await words.use(initReactI18next).init({
    lng: language,
    fallbackLng: 'en',
    resources: Object.fromEntries(
      Object.entries(LANGUAGES).map(([tag, translation]) => [tag, { translation }]),
    ),
    // React escapes what it shows; escaping twice would garble names with an apostrophe.
    interpolation: { escape: (text) => setApart(cutShort(text), words.dir()) },
    react: { useSuspense: false },
  });
  return words;
};
