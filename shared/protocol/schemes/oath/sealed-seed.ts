import { xchacha20poly1305 } from '@noble/ciphers/chacha.js';
import { hkdf } from '@noble/hashes/hkdf.js';
import { sha256 } from '@noble/hashes/sha2.js';
import { concatBytes } from '@noble/hashes/utils.js';
import { z } from 'zod';
import { fromBase64url, lengthPrefixed, toBase64url, wipe } from '../../codec/bytes.ts';
import type { DeliveryId } from '../../ids.ts';

const NONCE = 24;
const TAG = 16;
/** RFC 4226, section 4, R6: a seed has 128 bits at least. Above 64 bytes none is of more use. */
const MIN_SECRET = 16;
const MAX_SECRET = 64;

/** A token's seed, or the hash of its PIN, closed for one terminal and one delivery. */
export const sealedSeed = z
  .string()
  .max(200)
  .refine((text) => {
    try {
      const length = fromBase64url(text).length - NONCE - TAG;
      return length >= MIN_SECRET && length <= MAX_SECRET;
    } catch {
      return false;
    }
  }, 'not a sealed seed')
  .brand<'SealedSeed'>();
export type SealedSeed = z.infer<typeof sealedSeed>;

/** What is sealed: a seed, or the PIN's hash that some OCRA suites take. Neither opens as the other. */
export type SeedKind = 'seed' | 'pin';

const labelOf = (kind: SeedKind, delivery: DeliveryId): Uint8Array =>
  lengthPrefixed(`kerbside/v1/oath-${kind}`, delivery);

const keyOf = (pepper: Uint8Array, label: Uint8Array): Uint8Array =>
  hkdf(sha256, pepper, undefined, label, 32);

/**
 * Closes a seed with XChaCha20-Poly1305 under a key from the pepper (HKDF), so that the terminal's
 * store alone does not yield it. The nonce, 24 bytes, is the caller's, from a cryptographic source.
 * Throws on a seed or nonce of the wrong length.
 */
export const sealSeed = (
  seed: Uint8Array,
  pepper: Uint8Array,
  delivery: DeliveryId,
  nonce: Uint8Array,
  kind: SeedKind = 'seed',
): SealedSeed => {
  if (seed.length < MIN_SECRET || seed.length > MAX_SECRET)
    throw new Error('seed of 16 to 64 bytes');
  const label = labelOf(kind, delivery);
  const key = keyOf(pepper, label);
  const sealed = xchacha20poly1305(key, nonce, label).encrypt(seed);
  wipe(key);
  return toBase64url(concatBytes(nonce, sealed)) as SealedSeed;
};

/**
 * Opens a seed; null if it was closed with another pepper, for another delivery or as another kind,
 * or was changed. The caller wipes it.
 */
export const openSeed = (
  sealed: SealedSeed,
  pepper: Uint8Array,
  delivery: DeliveryId,
  kind: SeedKind = 'seed',
): Uint8Array | null => {
  const label = labelOf(kind, delivery);
  const key = keyOf(pepper, label);
  try {
    const bytes = fromBase64url(sealed);
    return xchacha20poly1305(key, bytes.subarray(0, NONCE), label).decrypt(bytes.subarray(NONCE));
  } catch {
    return null;
  } finally {
    wipe(key);
  }
};
