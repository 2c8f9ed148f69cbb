import { secretBytes } from '../../../shared/bytes.ts';
import { symbolByte, symbolValue } from '../../../shared/code/alphabet.ts';
import { CODE_LENGTH } from '../../../shared/code/check-character.ts';

/**
 * The ten places of a code as it is typed: ASCII bytes, 0 for an empty place. Bytes and not a
 * string, because a string cannot be wiped. Everything here changes them in place.
 */
export type CodeSlots = Uint8Array<ArrayBuffer>;
export const GROUP_LENGTH = CODE_LENGTH / 2;
export type Group = 0 | 1;

export const emptySlots = (): CodeSlots => secretBytes(CODE_LENGTH);

export const wipe = (bytes: Uint8Array): void => {
  bytes.fill(0);
};

/** Where the next character goes: the first empty place, or the length of a code if it is full. */
export const caretOf = (slots: CodeSlots): number => {
  const empty = slots.indexOf(0);
  return empty === -1 ? CODE_LENGTH : empty;
};

/** Counted, not filtered: a filtered array is a copy that nobody wipes. */
export const typedCount = (slots: CodeSlots): number =>
  slots.reduce((count, byte) => (byte === 0 ? count : count + 1), 0);

/** Takes a character as people type it (`o` is 0, `l` is 1); gives whether it was taken. */
export const typeCharacter = (slots: CodeSlots, character: string): boolean => {
  const caret = caretOf(slots);
  const value = character.length === 1 ? symbolValue(character.charCodeAt(0)) : null;
  if (value === null || caret === CODE_LENGTH) return false;
  slots[caret] = symbolByte(value);
  return true;
};

/** Takes back the character before the caret. */
export const deleteCharacter = (slots: CodeSlots): void => {
  const caret = caretOf(slots);
  if (caret > 0) slots[caret - 1] = 0;
};

/** Empties one group of five, to be typed again; the other stays. */
export const clearGroup = (slots: CodeSlots, group: Group): void => {
  slots.fill(0, group * GROUP_LENGTH, (group + 1) * GROUP_LENGTH);
};
