import { decode, encode } from 'cborg';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { fromHex } from './bytes.ts';
import { type Cbor, decodeCbor, encodeCbor } from './cbor.ts';

const whole = fc.oneof(
  fc.integer({ min: -30, max: 30 }),
  fc.integer({ min: -70_000, max: 70_000 }),
  fc.integer({ min: -(2 ** 33), max: 2 ** 33 }),
  fc.maxSafeInteger().filter((n) => Math.abs(n) < Number.MAX_SAFE_INTEGER),
);
const { value } = fc.letrec<{ value: Cbor }>((tie) => ({
  value: fc.oneof(
    { depthSize: 'small', maxDepth: 3 },
    whole,
    fc.uint8Array({ maxLength: 300 }),
    fc.string({ unit: 'grapheme', maxLength: 40 }),
    fc.array(tie('value'), { maxLength: 4 }),
    fc.array(fc.tuple(whole, tie('value')), { maxLength: 4 }).map((pairs) => new Map(pairs)),
  ),
}));

test('what is written is read back, and is what another library writes and reads', () => {
  fc.assert(
    fc.property(value, (written) => {
      const bytes = encodeCbor(written);
      expect(decodeCbor(bytes)).toEqual(written);
      expect(decode(bytes, { useMaps: true, strict: true })).toEqual(written);
      expect(bytes.length).toBe(encode(written).length);
    }),
  );
});

test('each value has one form: whatever is read is written as it was', () => {
  const mutated = fc.tuple(value, fc.nat(), fc.nat(255)).map(([written, at, byte]) => {
    const bytes = encodeCbor(written);
    bytes[at % bytes.length] = byte;
    return bytes;
  });
  fc.assert(
    fc.property(fc.oneof(fc.uint8Array({ maxLength: 40 }), mutated), (bytes) => {
      const read = decodeCbor(bytes);
      if (read !== null) expect(encodeCbor(read)).toEqual(bytes);
    }),
    { numRuns: 2_000 },
  );
});

test.each([
  ['nothing', ''],
  ['a number in two bytes that one holds', '1817'],
  ['a number in three bytes that two hold', '1900ff'],
  ['a number in five bytes that three hold', '1a0000ffff'],
  ['a number in nine bytes that five hold', '1b00000000ffffffff'],
  ['a number above the safe ones', '1b0020000000000000'],
  ['a number below the safe ones', '3b001fffffffffffff'],
  ['a length in two bytes that one holds', '580141'],
  ['bytes of indefinite length', '5f4141ff'],
  ['text of indefinite length', '7f6141ff'],
  ['an array of indefinite length', '9f01ff'],
  ['a map of indefinite length', 'bf0101ff'],
  ['a reserved length', '1c'],
  ['a reserved length of 16 bytes', `1c${'00'.repeat(16)}`],
  ['a tag', 'c101'],
  ['false', 'f4'],
  ['null', 'f6'],
  ['undefined', 'f7'],
  ['half a float', 'f93c00'],
  ['a float', 'fb3ff0000000000000'],
  ['a lone break', 'ff'],
  ['a key twice', 'a201010102'],
  ['keys in falling order', 'a202010101'],
  ['a negative key before a positive one', 'a220010101'],
  ['a key of text', 'a1614101'],
  ['a map that ends early', 'a201010'.padEnd(8, '2')],
  ['text that is not UTF-8', '61ff'],
  ['half of a surrogate pair', '63eda080'],
  ['a byte after the value', '0101'],
  ['more bytes than there are', '5affffffff'],
  ['more items than there are', '9affffffff'],
  ['five arrays in each other', '818181818100'],
])('%s is refused', (_name, hex) => {
  expect(decodeCbor(fromHex(hex))).toBeNull();
});

test('arrays without end in each other are refused as quickly as anything', () => {
  expect(decodeCbor(new Uint8Array(1_000_000).fill(0x81))).toBeNull();
  expect(decodeCbor(new Uint8Array(1_000_000).fill(0xa1))).toBeNull();
});

test('a text that begins with a byte order mark keeps it', () => {
  expect(decodeCbor(encodeCbor('\ufeffA'))).toBe('\ufeffA');
});

test.each([0.5, Number.NaN, Number.POSITIVE_INFINITY, 2 ** 60])('%s is not written', (number) => {
  expect(() => encodeCbor(number)).toThrow();
});
