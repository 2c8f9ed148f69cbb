/** The longest note, in UTF-16 units. */
export const NOTE_LENGTH = 200;

/**
 * What was written, as one line of text: a line break or a tab that was pasted becomes a space,
 * and half a character, which no log could keep, goes.
 */
export const noteOf = (text: string): string =>
  text
    .replace(/[\p{Cc}\p{Zl}\p{Zp}]+/gu, ' ')
    .slice(0, NOTE_LENGTH)
    .replace(/\p{Cs}/gu, '');
