import fc from 'fast-check';
import { expect, test } from 'vitest';
import { utf8 } from '../bytes.ts';
import { ok } from '../result.ts';
import { ALPHABET } from './alphabet.ts';
import { formatDeliveryCode, makeDeliveryCode, parseDeliveryCode } from './delivery-code.ts';

const anyCode = fc.uint8Array({ minLength: 9, maxLength: 9 }).map(makeDeliveryCode);
const text = (bytes: Uint8Array): string => String.fromCharCode(...bytes);

test('a code is read back however people write it', () => {
  fc.assert(
    fc.property(anyCode, fc.infiniteStream(fc.nat(3)), (code, choices) => {
      const written = [...text(formatDeliveryCode(code))].map((character) => {
        const choice = choices.next().value;
        if (choice === 0) return character.toLowerCase();
        if (choice === 1 && character === '0') return 'o';
        if (choice === 1 && character === '1') return 'L';
        if (choice === 2) return ` ${character}`;
        return character;
      });
      expect(parseDeliveryCode(utf8(written.join('')))).toEqual(ok(code));
    }),
  );
});

test('one wrong character or two exchanged ones are a typo, never another code', () => {
  fc.assert(
    fc.property(anyCode, fc.nat(9), fc.nat(9), fc.nat(31), (code, i, j, value) => {
      const replaced = code.slice();
      replaced[i] = ALPHABET.charCodeAt(value);
      const swapped = code.slice();
      [swapped[i], swapped[j]] = [code[j] ?? 0, code[i] ?? 0];
      for (const wrong of [replaced, swapped]) {
        if (text(wrong) === text(code)) continue;
        expect(parseDeliveryCode(wrong)).toEqual({ ok: false, error: 'mistyped' });
      }
    }),
  );
});

test.each([
  ['nothing', ''],
  ['nine characters', 'K7QD92MX4'],
  ['eleven characters', 'K7QD92MX4T0'],
  ['a letter that the alphabet does not have', 'K7QD92MXUT'],
  ['a wide look-alike', 'Ｋ7QD92MX4T'],
  ['a zero-width space', 'K7QD9\u200b2MX4T'],
  ['a Cyrillic letter', 'К7QD92MX4T'],
  ['a line break', 'K7QD9\n2MX4T'],
  ['ten megabytes', 'K'.repeat(10_000_000)],
])('%s is not a code', (_name, input) => {
  expect(parseDeliveryCode(utf8(input))).toEqual({ ok: false, error: 'not-a-code' });
});

test('a code has 45 random bits: each of the nine bytes moves its own character', () => {
  const zero = makeDeliveryCode(new Uint8Array(9));
  for (let i = 0; i < 9; i++) {
    const random = new Uint8Array(9);
    random[i] = 31;
    expect(makeDeliveryCode(random)[i]).not.toBe(zero[i]);
  }
});
