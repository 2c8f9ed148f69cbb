import { ar } from './ar.ts';
import { de } from './de.ts';
import { en } from './en.ts';
import { es } from './es.ts';
import { fr } from './fr.ts';
import { pl } from './pl.ts';
import type { Language, Words } from './words.ts';

/** Every language that the product speaks. English stands in for what is not there. */
export const LANGUAGES = { en, de, fr, es, pl, ar } satisfies {
  readonly [L in Language]: Words<L>;
};
export type { Language };

const isLanguage = (tag: string): tag is Language => Object.hasOwn(LANGUAGES, tag);

/** The first wanted language (BCP 47 tags such as `de-AT`) that the product speaks, or English. */
export const chooseLanguage = (wanted: readonly string[]): Language => {
  for (const tag of wanted) {
    const language = tag.toLowerCase().split('-')[0] ?? '';
    if (isLanguage(language)) return language;
  }
  return 'en';
};
