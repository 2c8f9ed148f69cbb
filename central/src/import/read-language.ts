import { PAGE_LANGUAGES, type PageLanguage } from '../../../shared/protocol/link/page-fragment.ts';
import { fold } from '../../../shared/protocol/search/fold.ts';
import { ok } from '../../../shared/result.ts';
import { type Read, refuse, stripMarks } from './cell.ts';

/** Codes of three letters (ISO 639-2), of which some languages have two. */
const LONG_CODES: Readonly<Record<PageLanguage, readonly string[]>> = {
  en: ['eng'],
  de: ['deu', 'ger'],
  fr: ['fra', 'fre'],
  es: ['spa'],
  pl: ['pol'],
  ar: ['ara'],
};

/** What people of the six languages call each of them: `German`, `Deutsch`, `niemiecki`. */
const namesOf = (one: PageLanguage): readonly string[] =>
  PAGE_LANGUAGES.map((of) => new Intl.DisplayNames(of, { type: 'language' }).of(one) ?? one);

const LANGUAGES: ReadonlyMap<string, PageLanguage> = new Map(
  PAGE_LANGUAGES.flatMap((one) =>
    [one, ...LONG_CODES[one], ...namesOf(one)].map((name) => [fold(name), one] as const),
  ),
);

/** A code may have a region behind it: `de-AT`, `es_MX`, `en-US.UTF-8`. */
const REGION = /^([a-z]{2,3})[-_][a-z\d_.@-]+$/i;

/** The customer's language, by code or name; null where the cell is empty: the depot's. */
export const readLanguage: Read<PageLanguage | null> = (text) => {
  const trimmed = stripMarks(text);
  if (trimmed === '') return ok(null);
  const found = LANGUAGES.get(fold(REGION.exec(trimmed)?.[1] ?? trimmed));
  return found === undefined
    ? refuse(
        'not-a-language',
        `Use one of ${PAGE_LANGUAGES.join(', ')}, or leave the cell empty for the depot's language.`,
      )
    : ok(found);
};
