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
