import fc from 'fast-check';
import { expect, test } from 'vitest';
import { ok } from '../../result.ts';
import { watchMemory } from '../../testing/memory.ts';
import { utf8 } from '../codec/bytes.ts';
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

test('of some codes, every single wrong character and every exchange is a typo', () => {
  for (const random of [new Uint8Array(9), new Uint8Array([1, 2, 3, 30, 5, 6, 7, 8, 31])]) {
    const code = makeDeliveryCode(random);
    const wrong: Uint8Array[] = [];
    for (let i = 0; i < code.length; i++) {
      for (const character of utf8(ALPHABET)) wrong.push(code.with(i, character));
      for (let j = 0; j < i; j++) wrong.push(code.with(i, code[j] ?? 0).with(j, code[i] ?? 0));
    }
    const problems = wrong
      .filter((bytes) => text(bytes) !== text(code))
      .map((bytes) => parseDeliveryCode(bytes));
    expect(problems.length).toBeGreaterThanOrEqual(310);
    for (const problem of problems) expect(problem).toEqual({ ok: false, error: 'mistyped' });
  }
});

test('a code may stand among blanks and hyphens, up to 32 bytes in all', () => {
  const code = makeDeliveryCode(new Uint8Array(9).fill(9));
  const among = (blanks: number) => utf8(`${text(formatDeliveryCode(code))}${' '.repeat(blanks)}`);
  expect(parseDeliveryCode(among(21))).toEqual(ok(code));
  expect(parseDeliveryCode(among(22))).toEqual({ ok: false, error: 'not-a-code' });
});

test.each([
  ['is too short', 'K7QD9', 'not-a-code'],
  ['has a character that no code has', 'K7QD92MX4U', 'not-a-code'],
  ['is mistyped', 'K7QD92MX4Z', 'mistyped'],
])('nothing stays in memory of a code that %s', async (_name, input, error) => {
  const bytes = utf8(input);
  const { value, made } = await watchMemory(() => parseDeliveryCode(bytes));
  expect(value).toEqual({ ok: false, error });
  expect(made.length).toBeGreaterThan(0);
  for (const memory of made) expect(memory).toEqual(new Uint8Array(memory.length));
});

test('the one memory of a code that is read or made is the code itself', async () => {
  const random = new Uint8Array(9).fill(200);
  const making = await watchMemory(() => makeDeliveryCode(random));
  const reading = await watchMemory(() => parseDeliveryCode(making.value));
  const read = reading.value;
  if (!read.ok) throw new Error(read.error);
  const held = [...making.made, ...reading.made].filter((bytes) => bytes.some((b) => b !== 0));
  // The part of the values that the check character is computed of is a view of them.
  for (const bytes of held)
    expect([making.value.buffer, read.value.buffer]).toContain(bytes.buffer);
});

test.each([0, 8, 10])('a code is not made of %s random bytes', (length) => {
  expect(() => makeDeliveryCode(new Uint8Array(length))).toThrow('nine random bytes');
});
