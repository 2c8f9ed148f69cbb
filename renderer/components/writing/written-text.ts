/**
 * A text with one more letter of the pad, which has capitals only: within a word it becomes a small
 * one, as a name is written.
 */
export const withLetter = (text: string, letter: string): string =>
  /\p{L}$/u.test(text) ? text + letter.toLowerCase() : text + letter;

/** A text without its last character, whatever that is made of. */
export const withoutLast = (text: string): string => {
  const characters = [...new Intl.Segmenter().segment(text)];
  return characters
    .slice(0, -1)
    .map(({ segment }) => segment)
    .join('');
};
