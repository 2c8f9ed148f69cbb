import { describe, expect, test } from 'vitest';
import { wipe } from '../../../shared/protocol/codec/bytes.ts';
import {
  caretOf,
  clearGroup,
  deleteCharacter,
  emptySlots,
  isFull,
  placesOf,
  typeCharacter,
  typedCount,
} from './code-slots.ts';

const typed = (text: string) => {
  const slots = emptySlots();
  for (const character of text) typeCharacter(slots, character);
  return slots;
};
const shown = (slots: Uint8Array) =>
  [...slots].map((byte) => (byte === 0 ? '·' : String.fromCharCode(byte))).join('');

test('characters go from left to right, in capitals', () => {
  expect(shown(typed('k7qd92m'))).toBe('K7QD92M···');
});

test('look-alikes become what they look like', () => {
  expect(shown(typed('OoIiLl'))).toBe('001111····');
});

test('what is not in the alphabet is not taken', () => {
  expect(shown(typed('U-ä !K'))).toBe('K·········');
  expect(typeCharacter(emptySlots(), 'Enter')).toBe(false);
});

test('an eleventh character is not taken', () => {
  const slots = typed('K7QD92MX4T');
  expect(typeCharacter(slots, 'Z')).toBe(false);
  expect(shown(slots)).toBe('K7QD92MX4T');
});

test('delete takes back the last one, and nothing of an empty code', () => {
  const slots = typed('K7');
  deleteCharacter(slots);
  deleteCharacter(slots);
  deleteCharacter(slots);
  expect(typedCount(slots)).toBe(0);
});

test('a group is typed again without losing the other', () => {
  const slots = typed('K7QD92MX4T');
  clearGroup(slots, 0);
  expect(shown(slots)).toBe('·····2MX4T');
  expect(caretOf(slots)).toBe(0);
  for (const character of 'ABCDE') typeCharacter(slots, character);
  expect(shown(slots)).toBe('ABCDE2MX4T');
  expect(caretOf(slots)).toBe(10);
});

test('delete stays within the group that is typed again', () => {
  const slots = typed('K7QD92MX4T');
  clearGroup(slots, 0);
  deleteCharacter(slots);
  typeCharacter(slots, 'A');
  deleteCharacter(slots);
  expect(shown(slots)).toBe('·····2MX4T');
});

test('wiping leaves nothing', () => {
  const slots = typed('K7QD92MX4T');
  wipe(slots);
  expect([...slots]).toEqual(new Array(10).fill(0));
});

describe("a token's digits", () => {
  const digits = { digits: 6 };
  const typedDigits = (text: string) => {
    const slots = emptySlots(digits);
    for (const character of text) typeCharacter(slots, character, digits);
    return slots;
  };

  test('have as many places as the token shows', () => {
    expect(shown(typedDigits('12'))).toBe('12····');
    expect(isFull(typedDigits('12345'))).toBe(false);
    expect(isFull(typedDigits('123456'))).toBe(true);
    expect(shown(typedDigits('1234567'))).toBe('123456');
  });

  test('are digits and nothing that looks like them, nor those of other scripts', () => {
    expect(shown(typedDigits('oIl-Z٣３7'))).toBe('7·····');
  });

  test.each([
    [6, [0, 1, 2], [3, 4, 5]],
    [7, [0, 1, 2, 3], [4, 5, 6]],
    [8, [0, 1, 2, 3], [4, 5, 6, 7]],
    [10, [0, 1, 2, 3, 4], [5, 6, 7, 8, 9]],
  ])('of which there are %i stand in two groups', (length, first, second) => {
    expect(placesOf({ length }, 0)).toEqual(first);
    expect(placesOf({ length }, 1)).toEqual(second);
  });

  test('are typed again group by group', () => {
    const slots = typedDigits('123456');
    clearGroup(slots, 1);
    expect(shown(slots)).toBe('123···');
  });
});
