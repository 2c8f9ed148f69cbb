/** Crockford's base 32: digits and capital letters without I, L, O and U. */
export const ALPHABET = '0123456789ABCDEFGHJKMNPQRSTVWXYZ';

const NO_VALUE = 0xff;
const valueOfByte = new Uint8Array(256).fill(NO_VALUE);
for (const [value, character] of [...ALPHABET].entries()) {
  valueOfByte[character.charCodeAt(0)] = value;
  valueOfByte[character.toLowerCase().charCodeAt(0)] = value;
}
for (const [lookAlikes, value] of [
  ['Oo', 0],
  ['IiLl', 1],
] as const) {
  for (const character of lookAlikes) valueOfByte[character.charCodeAt(0)] = value;
}

/** The value 0 … 31 of an ASCII byte, look-alikes and small letters included, or null. */
export const symbolValue = (byte: number): number | null => {
  const value = valueOfByte[byte] ?? NO_VALUE;
  return value === NO_VALUE ? null : value;
};

/** The ASCII byte that is shown for a value 0 … 31. */
export const symbolByte = (value: number): number => ALPHABET.charCodeAt(value);
