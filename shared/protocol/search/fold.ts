import { westernDigits } from '../scan/western-digits.ts';

/** Letters that stay apart when accents are taken off. */
const ALIKE: Readonly<Record<string, string>> = {
  ß: 'ss',
  ł: 'l',
  ø: 'o',
  æ: 'ae',
  œ: 'oe',
  đ: 'd',
  ı: 'i',
};

/**
 * Text as it is searched: small letters without accents, whatever keyboard they were typed on.
 * What is no letter or digit is a blank.
 */
export const fold = (text: string): string =>
  text
    .toLowerCase()
    .normalize('NFKD')
    .replace(/\p{M}/gu, '')
    .replace(/[ßłøæœđı]/g, (letter) => ALIKE[letter] ?? letter)
    .replace(/[^\p{L}\p{N}]+/gu, ' ')
    .trim();

/** The words that must all be found. */
export const wordsToFind = (search: string): readonly string[] =>
  fold(search)
    .split(' ')
    .filter((word) => word !== '');

const TWO_LETTERS: Readonly<Record<string, string>> = {
  ä: 'ae',
  ö: 'oe',
  ü: 'ue',
  ø: 'oe',
  å: 'aa',
};

/**
 * What a search finds a text by: as it is folded, and as others write it. Müller is found as
 * `mueller`, and Mueller, as a system without umlauts has it, as `müller`; ٢٧ as `27`.
 */
export const foldWithSpellings = (text: string): string => {
  const spelt = text
    .toLowerCase()
    .normalize('NFC')
    .replace(/[äöüøå]/g, (letter) => TWO_LETTERS[letter] ?? letter);
  const folded = fold(text);
  const joined = folded.replace(/([aou])e/g, '$1').replace(/aa/g, 'a');
  return [...new Set([folded, fold(spelt), joined, westernDigits(folded)])].join(' ');
};
