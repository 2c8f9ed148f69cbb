import fc from 'fast-check';
import { expect, test } from 'vitest';
import { hasCheckDigit } from './check-digit.ts';

test.each([
  ['an SSCC', '340123450000000017', true],
  ['an SSCC with another last digit', '340123450000000018', false],
  ['a GTIN-14', '09506000134352', true],
  ['a GLN', '4012345000009', true],
  ['a GSIN', '40123451234567894', true],
  ['zeros', '00000000000000', true],
])('%s', (_name, digits, right) => {
  expect(hasCheckDigit(digits)).toBe(right);
});

test('of the ten last digits one is right, and a wrong digit anywhere is caught', () => {
  const digits = fc.array(fc.nat(9), { minLength: 12, maxLength: 17 });
  fc.assert(
    fc.property(digits, fc.nat(), fc.integer({ min: 1, max: 9 }), (body, place, by) => {
      const right = [...Array(10).keys()].filter((last) => hasCheckDigit([...body, last].join('')));
      expect(right).toHaveLength(1);
      const whole = [...body, right[0] ?? 0];
      const at = place % whole.length;
      whole[at] = ((whole[at] ?? 0) + by) % 10;
      expect(hasCheckDigit(whole.join(''))).toBe(false);
    }),
  );
});
