import { de } from './de.ts';
import { en } from './en.ts';
import type { Words } from './words.ts';

/** Every language that the product speaks. English stands in for what is not there. */
export const LANGUAGES = { en, de } satisfies Record<string, Words>;
export type Language = keyof typeof LANGUAGES;

/** Where the language alone does not say how dates are written: day before month, 24 hours. */
export const dateTag = (language: string): string => (language === 'en' ? 'en-GB' : language);

const isLanguage = (tag: string): tag is Language => Object.hasOwn(LANGUAGES, tag);

/** The first wanted language (BCP 47 tags such as `de-AT`) that the product speaks, or English. */
export const chooseLanguage = (wanted: readonly string[]): Language => {
  for (const tag of wanted) {
    const language = tag.toLowerCase().split('-')[0] ?? '';
    if (isLanguage(language)) return language;
  }
  return 'en';
};
