import fc from 'fast-check';
import { expect, it } from 'vitest';
import { fromBase64url, toBase64url } from './codec/bytes.ts';
import { day, publicKey, random16, signature } from './ids.ts';

it('knows the days that a database knows', () => {
  for (const text of ['2026-11-28', '0001-01-01', '2028-02-29']) expect(day.parse(text)).toBe(text);
  for (const text of ['0000-01-01', '2026-02-30', '2026-1-1']) {
    expect(day.safeParse(text).success).toBe(false);
  }
});

it.each([
  [16, random16],
  [32, publicKey],
  [64, signature],
] as const)('takes as %i bytes exactly what decodes to so many', (length, schema) => {
  const decodes = (text: string): boolean => {
    try {
      return fromBase64url(text).length === length;
    } catch {
      return false;
    }
  };
  const whole = fc.uint8Array({ minLength: length, maxLength: length }).map(toBase64url);
  // Every last digit, in front of which all is well: only some leave no stray bits.
  const ended = fc
    .tuple(whole, fc.base64String({ minLength: 1, maxLength: 4 }), fc.nat(3))
    .map(([text, end, less]) => text.slice(0, -1 - less) + end);
  const other = fc.constantFrom('', '=', '==', '\n', ' ', '+', '/', 'ä', '-', '_');
  const spoilt = fc.tuple(whole, other).map(([text, end]) => text + end);
  fc.assert(
    fc.property(fc.oneof(whole, ended, spoilt, fc.string()), (text) => {
      expect(schema.safeParse(text).success).toBe(decodes(text));
    }),
    { numRuns: 3_000 },
  );
});
