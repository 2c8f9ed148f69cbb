/** The characters of base45 by value (RFC 9285, table 1): those of a QR code's alphanumeric mode. */
const CHARACTERS = '0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ $%*+-./:';

const NO_VALUE = 0xff;
const valueOfByte = new Uint8Array(256).fill(NO_VALUE);
for (let value = 0; value < CHARACTERS.length; value++) {
  valueOfByte[CHARACTERS.charCodeAt(value)] = value;
}

/** Writes bytes as base45 (RFC 9285, section 4): two bytes as three characters, a last one as two. */
export const encodeBase45 = (bytes: Uint8Array): string => {
  let text = '';
  for (let i = 0; i < bytes.length; i += 2) {
    const pair = i + 1 < bytes.length;
    let rest = pair ? ((bytes[i] ?? 0) << 8) | (bytes[i + 1] ?? 0) : (bytes[i] ?? 0);
    for (let n = pair ? 3 : 2; n > 0; n--) {
      text += CHARACTERS.charAt(rest % 45);
      rest = Math.floor(rest / 45);
    }
  }
  return text;
};

/**
 * Reads base45 as ASCII bytes. Null for what RFC 9285, section 6, says must be refused: a character
 * that is none of the 45, a length that cannot be, a group above the largest value of its bytes.
 * So each byte string has exactly one text.
 */
export const decodeBase45 = (text: Uint8Array): Uint8Array | null => {
  const left = text.length % 3;
  if (left === 1) return null;
  const bytes = new Uint8Array(((text.length - left) / 3) * 2 + (left === 2 ? 1 : 0));
  let length = 0;
  for (let i = 0; i < text.length; i += 3) {
    const pair = i + 2 < text.length;
    let value = 0;
    for (let n = pair ? 2 : 1; n >= 0; n--) {
      const digit = valueOfByte[text[i + n] ?? 0] ?? NO_VALUE;
      if (digit === NO_VALUE) return null;
      value = value * 45 + digit;
    }
    if (value > (pair ? 0xffff : 0xff)) return null;
    if (pair) bytes[length++] = value >> 8;
    bytes[length++] = value & 0xff;
  }
  return bytes;
};
