import type { Language } from '../../i18n/languages.ts';

/** One page of letters: as many as a glove finds in six columns of six. */
export type PadPage = {
  readonly letters: readonly string[];
  readonly direction: 'ltr' | 'rtl';
  /** How the page is called on the key that leads to it. */
  readonly name: string;
};

const LATIN = [...'1234567890ABCDEFGHIJKLMNOPQRSTUVWXYZ'];
/** Every letter of the product's languages that the first page has not, and what addresses need. */
const ACCENTED = [..."ÄÖÜßÀÂÇÉÈÊËÎÏÔÙÛŒÑÁÍÓÚĄĆĘŁŃŚŹŻ./'&+("];
const ARABIC = [...'ءاأإآبةتثجحخدذرزسشصضطظعغفقكلمنهوؤيئى'];

/** Those of a language, which come first: they are looked for most. */
const OWN: Readonly<Record<Language, string>> = {
  en: '',
  de: 'ÄÖÜß',
  es: 'ÑÁÉÍÓÚÜ',
  fr: 'ÉÈÊËÀÂÇÎÏÔÙÛŒ',
  pl: 'ĄĆĘŁŃÓŚŹŻ',
  ar: '',
};

const page = (letters: readonly string[], direction: PadPage['direction'], name: string) => ({
  letters,
  direction,
  name,
});

/** The pages of a terminal's language, the one that most is written with first. */
export const pagesOf = (language: Language): readonly PadPage[] => {
  const own = [...OWN[language]];
  const accented = [...own, ...ACCENTED.filter((letter) => !own.includes(letter))];
  const latin = [page(LATIN, 'ltr', 'ABC'), page(accented, 'ltr', accented.slice(0, 3).join(''))];
  // Apart from each other: joined, they would be a word.
  return language === 'ar' ? [page(ARABIC, 'rtl', 'أ ب ت'), ...latin] : latin;
};

/** Between the words, on every page. */
export const commaOf = ({ direction }: PadPage): string => (direction === 'rtl' ? '،' : ',');
