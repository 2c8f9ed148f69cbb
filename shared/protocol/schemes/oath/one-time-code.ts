import { hmac } from '@noble/hashes/hmac.js';
import { sha1 } from '@noble/hashes/legacy.js';
import { sha256, sha512 } from '@noble/hashes/sha2.js';
import { z } from 'zod';
import { equalBytes, wipe } from '../../codec/bytes.ts';

/** The hash functions of RFC 6238 and RFC 6287; RFC 4226 itself knows SHA-1 alone. */
export const oathHash = z.enum(['SHA1', 'SHA256', 'SHA512']);
export type OathHash = z.infer<typeof oathHash>;

const FUNCTIONS = { SHA1: sha1, SHA256: sha256, SHA512: sha512 } as const;

/** HMAC with one of the hash functions. The caller wipes the result. */
export const oathHmac = (hash: OathHash, key: Uint8Array, message: Uint8Array): Uint8Array =>
  hmac(FUNCTIONS[hash], key, message);

/**
 * The same for many messages under one key, which costs half as much for each. `end` wipes what
 * was made of the key.
 */
export const keyedOathHmac = (hash: OathHash, key: Uint8Array) => {
  const keyed = hmac.create(FUNCTIONS[hash], key);
  return {
    of: (message: Uint8Array): Uint8Array => keyed.clone().update(message).digest(),
    end: () => keyed.destroy(),
  };
};

/** A moving factor as RFC 4226 has it: eight bytes, big-endian. */
export const movingFactorBytes = (factor: number): Uint8Array => {
  const bytes = new Uint8Array(8);
  new DataView(bytes.buffer).setBigUint64(0, BigInt(factor));
  return bytes;
};

/** Dynamic truncation (RFC 4226, section 5.3) to 4 … 10 decimal digits, as ASCII bytes. */
export const truncate = (mac: Uint8Array, digits: number): Uint8Array => {
  const offset = (mac[mac.length - 1] ?? 0) & 0xf;
  const view = new DataView(mac.buffer, mac.byteOffset, mac.byteLength);
  let rest = view.getUint32(offset) & 0x7fff_ffff;
  const code = new Uint8Array(digits);
  for (let i = digits - 1; i >= 0; i--) {
    code[i] = 0x30 + (rest % 10);
    rest = Math.floor(rest / 10);
  }
  return code;
};

/** How many bytes of input are looked at: ten digits and room for spaces and hyphens. */
const MAX_INPUT = 32;

/**
 * Reads a code as a token's owner types it: ASCII digits, exactly so many; spaces and hyphens are
 * ignored. Null for anything else, other scripts' digits included. The caller wipes both.
 */
export const readOneTimeCode = (input: Uint8Array, digits: number): Uint8Array | null => {
  if (input.length > MAX_INPUT) return null;
  const code = new Uint8Array(digits);
  let length = 0;
  for (const byte of input) {
    if (byte === 0x20 || byte === 0x2d) continue;
    if (byte < 0x30 || byte > 0x39) {
      wipe(code);
      return null;
    }
    // What is written beyond its end is dropped, and the length tells.
    code[length++] = byte;
  }
  if (length === digits) return code;
  wipe(code);
  return null;
};

/**
 * The first of the candidates whose code is the given one, or null. All of them are computed and
 * each is compared in constant time, so the duration does not tell which it was.
 */
export const findMatch = <T>(
  candidates: readonly T[],
  codeOf: (candidate: T) => Uint8Array,
  code: Uint8Array,
): T | null => {
  let found: T | null = null;
  for (const candidate of candidates) {
    const expected = codeOf(candidate);
    const matches = equalBytes(expected, code);
    wipe(expected);
    if (matches && found === null) found = candidate;
  }
  return found;
};

/** The whole numbers from `first` to `last`, none below 0 and none above the largest safe one. */
export const range = (first: number, last: number): readonly number[] => {
  const from = Math.max(0, first);
  const to = Math.min(Number.MAX_SAFE_INTEGER, last);
  return Array.from({ length: Math.max(0, to - from + 1) }, (_, i) => from + i);
};
