import { utf8ToBytes } from '@noble/hashes/utils.js';
import { base64urlnopad } from '@scure/base';

export {
  bytesToHex as toHex,
  hexToBytes as fromHex,
  utf8ToBytes as utf8,
} from '@noble/hashes/utils.js';

/** Unpadded base64url (RFC 4648, section 5): how every byte string travels in JSON. */
export const toBase64url = (bytes: Uint8Array): string => base64urlnopad.encode(bytes);

/** The bytes of unpadded base64url. Throws on any other text, on padding and on stray bits. */
export const fromBase64url = (text: string): Uint8Array => base64urlnopad.decode(text);

/**
 * Joins parts so that no two lists of parts give the same bytes: each part stands behind its
 * length as a 32-bit big-endian number. Text is taken as UTF-8.
 */
export const lengthPrefixed = (...parts: readonly (string | Uint8Array)[]): Uint8Array => {
  const pieces = parts.map((part) => (typeof part === 'string' ? utf8ToBytes(part) : part));
  const joined = new Uint8Array(pieces.reduce((sum, { length }) => sum + 4 + length, 0));
  const lengths = new DataView(joined.buffer);
  let at = 0;
  for (const piece of pieces) {
    lengths.setUint32(at, piece.length);
    joined.set(piece, at + 4);
    at += 4 + piece.length;
  }
  return joined;
};

/** Compares without telling by its duration where two byte strings of one length differ. */
export const equalBytes = (a: Uint8Array, b: Uint8Array): boolean => {
  if (a.length !== b.length) return false;
  let difference = 0;
  for (let i = 0; i < a.length; i++) difference |= (a[i] ?? 0) ^ (b[i] ?? 0);
  return difference === 0;
};

/**
 * Zeroed memory for a secret, in one place for as long as it lives. V8 keeps a small array inside
 * its heap otherwise, and the collector leaves a copy of it behind whenever it moves it, which
 * `wipe` no longer reaches.
 */
export const secretBytes = (length: number): Uint8Array<ArrayBuffer> =>
  new Uint8Array(new ArrayBuffer(length));

/** A copy of a secret, in such memory. */
export const copySecret = (secret: Uint8Array): Uint8Array<ArrayBuffer> => {
  const copy = secretBytes(secret.length);
  copy.set(secret);
  return copy;
};

/** Overwrites secrets in place. Strings cannot be wiped, so secrets never become strings. */
export const wipe = (...secrets: readonly Uint8Array[]): void => {
  for (const secret of secrets) secret.fill(0);
};
