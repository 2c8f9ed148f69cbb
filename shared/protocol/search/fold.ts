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
