/// <reference path="../providers/smpp/npm-smpp.d.ts" />
import fc from 'fast-check';
import smpp from 'smpp';
import { describe, expect, it } from 'vitest';
import { isGsm, septetsOf } from './gsm-alphabet.ts';
import { costlyLetters, segmentsOf } from './segments.ts';

const letter = fc.oneof(
  fc.constantFrom(...'aZ09 \n@£é€[]~|\\^{}'),
  fc.constantFrom(...'ó’–ş中م'),
  fc.constantFrom('📦', '👋'),
);
const text = fc.array(letter, { maxLength: 400 }).map((letters) => letters.join(''));
const gsmText = fc
  .array(fc.constantFrom(...'aZ09 \n@£é€[]~|\\^{}ñΩ'), { maxLength: 400 })
  .map((letters) => letters.join(''));

describe('a text on the network', () => {
  it.each([
    ['x'.repeat(160), 'gsm', 160, 1],
    ['x'.repeat(161), 'gsm', 161, 2],
    [`${'x'.repeat(158)}€`, 'gsm', 160, 1],
    [`${'x'.repeat(159)}€`, 'gsm', 161, 2],
    ['x'.repeat(306), 'gsm', 306, 2],
    ['x'.repeat(307), 'gsm', 307, 3],
    // The escape and its letter stay together: the first part ends one septet early.
    [`${'x'.repeat(152)}€${'x'.repeat(152)}`, 'gsm', 306, 3],
    ['م'.repeat(70), 'ucs2', 70, 1],
    ['م'.repeat(71), 'ucs2', 71, 2],
    ['م'.repeat(134), 'ucs2', 134, 2],
    ['📦'.repeat(35), 'ucs2', 70, 1],
    // A surrogate pair stays together: 33 in a part.
    ['📦'.repeat(67), 'ucs2', 134, 3],
    ['', 'gsm', 0, 1],
  ])('is counted: %#', (given, encoding, length, parts) => {
    const counted = segmentsOf(given);
    expect(counted).toMatchObject({ encoding, length });
    expect(counted.parts).toHaveLength(parts);
  });

  it('is whole in its parts, none of which is too long or ends inside a letter', () => {
    fc.assert(
      fc.property(text, (given) => {
        const { encoding, parts } = segmentsOf(given);
        expect(parts.join('')).toBe(given);
        const room = { gsm: [160, 153], ucs2: [70, 67] }[encoding];
        for (const part of parts) {
          expect(part).not.toMatch(/\p{Surrogate}/u);
          const units =
            encoding === 'ucs2' ? part.length : smpp.encodings.ASCII.encode(part).length;
          expect(units).toBeLessThanOrEqual(room[parts.length === 1 ? 0 : 1] ?? 0);
        }
      }),
    );
  });

  it('has as many septets as another implementation gives it', () => {
    fc.assert(
      fc.property(gsmText, (given) => {
        const { encoding, length } = segmentsOf(given);
        expect([encoding, length]).toEqual(['gsm', smpp.encodings.ASCII.encode(given).length]);
      }),
    );
  });

  it('says which letters make two messages of one', () => {
    const fits = 'x'.repeat(140);
    expect(costlyLetters(`${fits}ó’ó`)).toEqual(['ó', '’']);
    expect(costlyLetters('código')).toEqual([]);
    expect(costlyLetters(fits)).toEqual([]);
    expect(costlyLetters('x'.repeat(161))).toEqual([]);
  });

  it('knows the 7-bit alphabet', () => {
    expect(isGsm('@£$¥èéùìòÇØøÅåΔ_ΦΓΛΩΠΨΣΘΞÆæßÉäöñüà§¿ÄÖÑÜ')).toBe(true);
    for (const strange of 'çêóâîôûëïáíúśćżźłąę’–…\u00a0') expect(septetsOf(strange)).toBeNull();
  });
});
