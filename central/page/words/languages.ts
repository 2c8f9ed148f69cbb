import { PAGE_LANGUAGES, type PageLanguage } from '../../../shared/protocol/link/page-fragment.ts';
import { ar } from './ar.ts';
import { de } from './de.ts';
import { en } from './en.ts';
import { es } from './es.ts';
import { fr } from './fr.ts';
import { pl } from './pl.ts';
import type { Words } from './words.ts';

export const WORDS: Readonly<Record<PageLanguage, Words>> = { en, de, fr, es, pl, ar };

/**
 * The first of the reader's languages that the page speaks: whoever reads it knows best, be it a
 * neighbour. Else the one that the link names, else English.
 */
export const chooseLanguage = (
  wanted: readonly string[],
  named: PageLanguage | null,
): PageLanguage => {
  for (const tag of wanted) {
    const spoken = PAGE_LANGUAGES.find((one) => one === tag.toLowerCase().split('-')[0]);
    if (spoken !== undefined) return spoken;
  }
  return named ?? 'en';
};
