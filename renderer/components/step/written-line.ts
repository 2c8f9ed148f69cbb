/** The longest note, and the longest name or place, in UTF-16 units. */
export const NOTE_LENGTH = 200;
export const PLACE_LENGTH = 80;

/**
 * What was written, as one line of text: a line break or a tab that was pasted becomes a space,
 * and half a character, which no log could keep, goes.
 */
export const lineOf = (text: string, length: number): string =>
  text
    .replace(/[\p{Cc}\p{Zl}\p{Zp}]+/gu, ' ')
    .slice(0, length)
    .replace(/\p{Cs}/gu, '');
