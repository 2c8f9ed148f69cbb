import fc from 'fast-check';
import { expect, test } from 'vitest';
import { CODE_LENGTH, checkValue, weightedSum } from './check-character.ts';

// The sum is linear over GF(32), so what an error changes does not depend on the rest of the code:
// trying every error on a code of zeros tries it on every code.
const alone = (entries: readonly (readonly [number, number])[]): number => {
  const values = new Uint8Array(CODE_LENGTH);
  for (const [position, value] of entries) values[position] = value;
  return weightedSum(values);
};

test('every single wrong character changes the sum', () => {
  for (let position = 0; position < CODE_LENGTH; position++) {
    for (let difference = 1; difference < 32; difference++) {
      expect(alone([[position, difference]])).not.toBe(0);
    }
  }
});

test('every exchange of two different characters, adjacent or not, changes the sum', () => {
  for (let i = 0; i < CODE_LENGTH; i++) {
    for (let j = i + 1; j < CODE_LENGTH; j++) {
      for (let a = 0; a < 32; a++) {
        for (let b = 0; b < 32; b++) {
          if (a === b) continue;
          const before = alone([
            [i, a],
            [j, b],
          ]);
          const after = alone([
            [i, b],
            [j, a],
          ]);
          expect(after).not.toBe(before);
        }
      }
    }
  }
});

test('the sum is linear, as the two proofs above need', () => {
  for (let a = 0; a < 32; a++) {
    for (let b = 0; b < 32; b++) {
      for (let position = 0; position < CODE_LENGTH; position++) {
        expect(alone([[position, a ^ b]])).toBe(alone([[position, a]]) ^ alone([[position, b]]));
      }
    }
  }
});

test('there is exactly one right check value for a payload, and it is the one that is made', () => {
  const payload = [3, 31, 0, 7, 19, 22, 1, 30, 16];
  const right = Array.from({ length: 32 }, (_, value) => value).filter(
    (value) => weightedSum([...payload, value]) === 0,
  );
  expect(right).toEqual([checkValue(payload)]);
});

// The same sum from the definition alone: GF(32) as carry-less products, reduced by x^5 + x^2 + 1.
const product = (a: number, b: number): number => {
  let wide = 0;
  for (let bit = 0; bit < 5; bit++) if ((b >> bit) & 1) wide ^= a << bit;
  for (let bit = 8; bit >= 5; bit--) if ((wide >> bit) & 1) wide ^= 0b100101 << (bit - 5);
  return wide;
};
const powers = Array.from({ length: CODE_LENGTH - 1 }).reduce<number[]>(
  (all) => [product(all[0] ?? 0, 2), ...all],
  [1],
);
const nonZero = Array.from({ length: 31 }, (_, i) => i + 1);

test('what the weights are taken from is a field: no two non-zero elements multiply to zero', () => {
  for (const a of nonZero) {
    const row = new Set(nonZero.map((b) => product(a, b)));
    expect(row).toEqual(new Set(nonZero));
  }
});

test('the weights are the powers 9 to 0 of x: ten distinct elements, none of them zero', () => {
  const weights = Array.from({ length: CODE_LENGTH }, (_, i) => alone([[i, 1]]));
  expect(weights).toEqual(powers);
  expect(new Set(weights).size).toBe(CODE_LENGTH);
  expect(weights).not.toContain(0);
});

test('each value in each place counts as its product with the weight', () => {
  for (const [position, weight] of powers.entries()) {
    for (let value = 0; value < 32; value++) {
      expect(alone([[position, value]])).toBe(product(weight, value));
    }
  }
});

test('the sum of a code is what its places count for, added up: nothing else goes in', () => {
  const anyValues = fc.array(fc.nat(31), { minLength: CODE_LENGTH, maxLength: CODE_LENGTH });
  fc.assert(
    fc.property(anyValues, (values) => {
      const sum = values.reduce((all, value, i) => all ^ product(powers[i] ?? 0, value), 0);
      expect(weightedSum(values)).toBe(sum);
    }),
  );
});
