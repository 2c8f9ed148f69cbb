import { err, ok, type Result } from '../../result.ts';
import { secretBytes, wipe } from '../codec/bytes.ts';
import { symbolByte, symbolValue } from './alphabet.ts';
import { CODE_LENGTH, checkValue, weightedSum } from './check-character.ts';

declare const brand: unique symbol;

/**
 * A well-formed code: ten ASCII bytes of the alphabet whose check character is right. It is a
 * secret, so it lives in bytes that its holder wipes, never in a string.
 */
export type DeliveryCode = Uint8Array & { readonly [brand]: 'DeliveryCode' };

/** `not-a-code`: not of a code's form at all. `mistyped`: of its form, but the check fails. */
export type CodeProblem = 'not-a-code' | 'mistyped';

/** How many bytes of input are looked at: ten characters and room for spaces and hyphens. */
const MAX_INPUT = 32;

/** Turns the values of a well-formed code into its characters, in place. */
const writeSymbols = (values: Uint8Array): DeliveryCode => {
  for (const [i, value] of values.entries()) values[i] = symbolByte(value);
  return values as DeliveryCode;
};

/**
 * Reads a code as people and scanners give it: ASCII bytes, any case, spaces and hyphens ignored,
 * O read as 0, I and L as 1. The result is new memory; the caller wipes both.
 */
export const parseDeliveryCode = (input: Uint8Array): Result<DeliveryCode, CodeProblem> => {
  if (input.length > MAX_INPUT) return err('not-a-code');
  const values = secretBytes(CODE_LENGTH);
  let length = 0;
  for (const byte of input) {
    if (byte === 0x20 || byte === 0x2d) continue;
    const value = symbolValue(byte);
    if (value === null) {
      wipe(values);
      return err('not-a-code');
    }
    // What is written beyond its end is dropped, and the length tells.
    values[length++] = value;
  }
  if (length !== CODE_LENGTH) {
    wipe(values);
    return err('not-a-code');
  }
  if (weightedSum(values) !== 0) {
    wipe(values);
    return err('mistyped');
  }
  return ok(writeSymbols(values));
};

/**
 * Makes a code from nine uniformly random values: the low five bits of each of nine random bytes
 * (45 bits). The randomness is the caller's, from a cryptographic source; the caller wipes it.
 */
export const makeDeliveryCode = (random: Uint8Array): DeliveryCode => {
  if (random.length !== CODE_LENGTH - 1) throw new Error('a code takes nine random bytes');
  const values = secretBytes(CODE_LENGTH);
  for (const [i, byte] of random.entries()) values[i] = byte & 31;
  values[CODE_LENGTH - 1] = checkValue(values.subarray(0, CODE_LENGTH - 1));
  return writeSymbols(values);
};

/** A code as it is shown to people: two groups of five, `K7QD9-2MX4T`, as ASCII bytes. */
export const formatDeliveryCode = (code: DeliveryCode): Uint8Array => {
  const shown = secretBytes(CODE_LENGTH + 1);
  shown.set(code.subarray(0, 5));
  shown[5] = 0x2d;
  shown.set(code.subarray(5), 6);
  return shown;
};
