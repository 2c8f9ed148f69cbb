import fc from 'fast-check';
import { expect, test } from 'vitest';
import { fromBase64url, toBase64url } from '../../bytes.ts';
import type { DeliveryId } from '../../ids.ts';
import { openSeed, type SealedSeed, sealedSeed, sealSeed } from './sealed-seed.ts';

const delivery = '3f2b8c1e-7d4a-4b6e-9c0f-1a2b3c4d5e6f' as DeliveryId;
const other = '4f2b8c1e-7d4a-4b6e-9c0f-1a2b3c4d5e6f' as DeliveryId;
const bytes = (length: number) => fc.uint8Array({ minLength: length, maxLength: length });
const anySeed = fc.uint8Array({ minLength: 16, maxLength: 64 });

test('a seed opens with the pepper and for the delivery that it was sealed with, only so', () => {
  fc.assert(
    fc.property(anySeed, bytes(32), bytes(32), bytes(24), (seed, pepper, stranger, nonce) => {
      const sealed = sealSeed(seed, pepper, delivery, nonce);
      expect(sealedSeed.parse(sealed)).toBe(sealed);
      expect(openSeed(sealed, pepper, delivery)).toEqual(seed);
      expect(openSeed(sealed, pepper, other)).toBeNull();
      expect(openSeed(sealed, pepper, delivery, 'pin')).toBeNull();
      if (toBase64url(stranger) !== toBase64url(pepper)) {
        expect(openSeed(sealed, stranger, delivery)).toBeNull();
      }
    }),
  );
});

test('no change of a single bit opens', () => {
  const pepper = new Uint8Array(32).fill(1);
  const sealed = fromBase64url(
    sealSeed(new Uint8Array(20).fill(2), pepper, delivery, new Uint8Array(24).fill(3)),
  );
  for (let bit = 0; bit < sealed.length * 8; bit++) {
    const changed = sealed.slice();
    changed[bit >> 3] = (changed[bit >> 3] ?? 0) ^ (1 << (bit & 7));
    expect(openSeed(toBase64url(changed) as SealedSeed, pepper, delivery)).toBeNull();
  }
});

test('any text at all is no sealed seed or does not open, never an exception', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'binary', maxLength: 220 }), (text) => {
      const parsed = sealedSeed.safeParse(text);
      if (!parsed.success) return;
      expect(openSeed(parsed.data, new Uint8Array(32), delivery)).toBeNull();
    }),
  );
  expect(sealedSeed.safeParse('A'.repeat(10_000_000)).success).toBe(false);
  expect(openSeed('%' as SealedSeed, new Uint8Array(32), delivery)).toBeNull();
});

test.each([15, 65])('a seed of %s bytes is not sealed', (length) => {
  expect(() =>
    sealSeed(new Uint8Array(length), new Uint8Array(32), delivery, new Uint8Array(24)),
  ).toThrow();
});
