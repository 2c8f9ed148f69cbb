import fc from 'fast-check';
import { expect, test } from 'vitest';
import { decodeBase45, encodeBase45 } from './base45.ts';
import { utf8 } from './bytes.ts';

test('what is written is read back, in characters that a QR code packs densely', () => {
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 300 }), (bytes) => {
      const text = encodeBase45(bytes);
      expect(text).toMatch(/^[0-9A-Z $%*+\-./:]*$/);
      expect(decodeBase45(utf8(text))).toEqual(bytes);
    }),
  );
});

test('each byte string has one text: what is read is written as it was', () => {
  const character = fc.constantFrom(...'0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ $%*+-./:');
  fc.assert(
    fc.property(fc.string({ unit: character, maxLength: 60 }), (text) => {
      const bytes = decodeBase45(utf8(text));
      if (bytes !== null) expect(encodeBase45(bytes)).toBe(text);
    }),
  );
});

test('any bytes at all are read or refused, never an exception', () => {
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 200 }), (bytes) => {
      expect(() => decodeBase45(bytes)).not.toThrow();
    }),
  );
});

test.each([
  ['one character', 'A'],
  ['four characters', 'AAAA'],
  ['a pair above its largest', 'GGW'],
  ['a byte above its largest', 'V5'],
  ['a small letter', 'bB8'],
  ['a wide letter', 'ＢＢ８'],
])('%s is refused', (_name, text) => {
  expect(decodeBase45(utf8(text))).toBeNull();
});
