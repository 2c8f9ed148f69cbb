import { hkdf } from '@noble/hashes/hkdf.js';
import { sha256 } from '@noble/hashes/sha2.js';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { holds, watchMemory } from '../../../testing/memory.ts';
import { fromBase64url, lengthPrefixed, toBase64url } from '../../codec/bytes.ts';
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
  ).toThrow('16 to 64 bytes');
});

test('the key of a seed stays in memory neither after closing nor after opening', async () => {
  const pepper = new Uint8Array(32).fill(1);
  const seed = new Uint8Array(20).fill(2);
  const label = lengthPrefixed('kerbside/v1/oath-seed', delivery);
  const key = hkdf(sha256, pepper, undefined, label, 32);
  const nonce = new Uint8Array(24);
  const closing = await watchMemory(() => sealSeed(seed, pepper, delivery, nonce));
  expect(holds(closing.made, key)).toBe(false);
  expect(holds(closing.made, seed)).toBe(false);
  const opening = await watchMemory(() => openSeed(closing.value, pepper, delivery));
  expect(opening.value).toEqual(seed);
  expect(holds(opening.made, key)).toBe(false);
  expect(
    holds(
      opening.made.filter((bytes) => bytes !== opening.value),
      seed,
    ),
  ).toBe(false);
  const failing = await watchMemory(() => openSeed('%' as SealedSeed, pepper, delivery));
  expect(failing.value).toBeNull();
  expect(holds(failing.made, key)).toBe(false);
});

test.each([16, 64])('a seed of %s bytes is sealed', (length) => {
  const pepper = new Uint8Array(32);
  const seed = new Uint8Array(length).fill(5);
  const sealed = sealSeed(seed, pepper, delivery, new Uint8Array(24));
  expect(sealedSeed.safeParse(sealed).success).toBe(true);
  expect(openSeed(sealed, pepper, delivery)).toEqual(seed);
});

test.each([
  ['of 15 bytes', 24 + 15 + 16],
  ['of 65 bytes', 24 + 65 + 16],
  ['without a nonce', 16 + 16],
  ['of nothing', 0],
])('a sealed seed %s is not one', (_name, length) => {
  expect(sealedSeed.safeParse(toBase64url(new Uint8Array(length))).success).toBe(false);
});
