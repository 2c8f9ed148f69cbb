import { symbolByte, symbolValue } from '../../../shared/protocol/code/alphabet.ts';
import { CODE_LENGTH } from '../../../shared/protocol/code/check-character.ts';
import { secretBytes } from '../../../shared/protocol/codec/bytes.ts';
import type { DoorView } from '../../../shared/terminal/view/view.ts';

/**
 * The places of what is typed: ten of a code, or so many of a token's digits. ASCII bytes, 0 for an
 * empty place. Bytes and not a string, because a string cannot be wiped. Everything here changes
 * them in place.
 */
export type CodeSlots = Uint8Array<ArrayBuffer>;
export type Form = DoorView['form'];
export type Group = 0 | 1;

export const lengthOf = (form: Form): number => (form === 'code' ? CODE_LENGTH : form.digits);

export const emptySlots = (form: Form = 'code'): CodeSlots => secretBytes(lengthOf(form));

/** Where the next character goes: the first empty place, or the number of places if all are full. */
export const caretOf = (slots: CodeSlots): number => {
  const empty = slots.indexOf(0);
  return empty === -1 ? slots.length : empty;
};

export const isFull = (slots: CodeSlots): boolean => caretOf(slots) === slots.length;

/** Counted, not filtered: a filtered array is a copy that nobody wipes. */
export const typedCount = (slots: CodeSlots): number =>
  slots.reduce((count, byte) => (byte === 0 ? count : count + 1), 0);

/** The places of one of the two groups in which people read and type it: 5 and 5, or 4 and 3. */
export const placesOf = ({ length }: { readonly length: number }, group: Group): number[] => {
  const first = Math.ceil(length / 2);
  const count = group === 0 ? first : length - first;
  return Array.from({ length: count }, (_, index) => group * first + index);
};

/** What a key stands for: of a code as people type it (`o` is 0, `l` is 1), of digits as it is. */
const byteOf = (character: string, form: Form): number | null => {
  if (character.length !== 1) return null;
  const byte = character.charCodeAt(0);
  if (form !== 'code') return byte >= 0x30 && byte <= 0x39 ? byte : null;
  const value = symbolValue(byte);
  return value === null ? null : symbolByte(value);
};

/** Takes a character; gives whether it was taken. */
export const typeCharacter = (
  slots: CodeSlots,
  character: string,
  form: Form = 'code',
): boolean => {
  const byte = byteOf(character, form);
  if (byte === null || isFull(slots)) return false;
  slots[caretOf(slots)] = byte;
  return true;
};

/** Takes back the character before the caret. */
export const deleteCharacter = (slots: CodeSlots): void => {
  const caret = caretOf(slots);
  if (caret > 0) slots[caret - 1] = 0;
};

/** Empties one group, to be typed again; the other stays. */
export const clearGroup = (slots: CodeSlots, group: Group): void => {
  for (const place of placesOf(slots, group)) slots[place] = 0;
};
