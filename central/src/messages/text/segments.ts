import { isGsm, septetsOf } from './gsm-alphabet.ts';

/** How a text goes over the network: 7 bits a letter, or 16 for all as soon as one needs them. */
export type Encoding = 'gsm' | 'ucs2';

export type Segments = {
  readonly encoding: Encoding;
  /** The parts that it is sent in: one, or as many as a long message is made of. */
  readonly parts: readonly string[];
  /** In septets, or in units of 16 bits. */
  readonly length: number;
};

/** What fits into a message, and into a part of a long one beside its header (3GPP TS 23.040, 9.2.3.24.1). */
const ROOM = { gsm: { whole: 160, part: 153 }, ucs2: { whole: 70, part: 67 } } as const;

const sizeOf = (letter: string, encoding: Encoding): number =>
  encoding === 'gsm' ? (septetsOf(letter) ?? 0) : letter.length;

/** Splits between letters: neither an escape and its letter nor a surrogate pair is ever parted. */
const split = (letters: readonly string[], encoding: Encoding): string[] => {
  const parts: string[] = [];
  let part = '';
  let size = 0;
  for (const letter of letters) {
    const more = sizeOf(letter, encoding);
    if (size + more > ROOM[encoding].part) {
      parts.push(part);
      part = '';
      size = 0;
    }
    part += letter;
    size += more;
  }
  return [...parts, part];
};

/** How a text is sent, and in how many parts: what a network counts, and charges. */
export const segmentsOf = (text: string): Segments => {
  const encoding: Encoding = isGsm(text) ? 'gsm' : 'ucs2';
  const letters = [...text];
  const length = letters.reduce((sum, letter) => sum + sizeOf(letter, encoding), 0);
  const parts = length <= ROOM[encoding].whole ? [text] : split(letters, encoding);
  return { encoding, parts, length };
};

/**
 * The letters that make a text longer than it need be: those outside the 7-bit alphabet, if without
 * them it would go in fewer parts. Empty if it would not.
 */
export const costlyLetters = (text: string): string[] => {
  const strange = [...new Set(text)].filter((letter) => septetsOf(letter) === null);
  if (strange.length === 0) return [];
  const plain = [...text].map((letter) => (septetsOf(letter) === null ? 'x' : letter)).join('');
  return segmentsOf(plain).parts.length < segmentsOf(text).parts.length ? strange : [];
};
