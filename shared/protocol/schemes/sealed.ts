import { ed25519 } from '@noble/curves/ed25519.js';
import { hkdf } from '@noble/hashes/hkdf.js';
import { hmac } from '@noble/hashes/hmac.js';
import { sha256 } from '@noble/hashes/sha2.js';
import { z } from 'zod';
import type { DeliveryCode } from '../code/delivery-code.ts';
import {
  equalBytes,
  fromBase64url,
  lengthPrefixed,
  toBase64url,
  utf8,
  wipe,
} from '../codec/bytes.ts';
import { type Argon2id, type Argon2Parameters, argon2Parameters } from '../crypto/argon2id.ts';
import { makeSigner, type Signer } from '../crypto/keys.ts';
import {
  type DeliveryId,
  deliveryId,
  type Epoch,
  epoch,
  type Instant,
  instant,
  type PublicKey,
  publicKey,
  type Random16,
  random16,
} from '../ids.ts';
import { type Purpose, purpose } from '../verdict.ts';

/** What a terminal holds instead of a sealed code. It tells nothing about the code. */
export const sealedVerifier = z
  .strictObject({
    scheme: z.literal('sealed'),
    purpose,
    delivery: deliveryId,
    epoch,
    salt: random16,
    cost: argon2Parameters,
    presenceKey: publicKey,
    /** First instant at which the code is good, and first instant at which it no longer is. */
    notBefore: instant,
    notAfter: instant,
    /** How many wrong codes lock the delivery. */
    attempts: z.int().min(1).max(100),
  })
  .refine((verifier) => verifier.notBefore < verifier.notAfter, 'validity ends before it begins');
export type SealedVerifier = z.infer<typeof sealedVerifier>;

type Binding = Pick<SealedVerifier, 'purpose' | 'delivery' | 'epoch' | 'salt' | 'cost'>;

/** The Ed25519 seed that a code stands for: only who has the code and the pepper can have it. */
const derivePresenceSeed = async (
  binding: Binding,
  pepper: Uint8Array,
  code: DeliveryCode,
  argon2id: Argon2id,
): Promise<Uint8Array> => {
  const { delivery, epoch: issue, cost } = binding;
  const salt = fromBase64url(binding.salt);
  const message = lengthPrefixed(
    'kerbside/v1/code',
    binding.purpose,
    delivery,
    String(issue),
    code,
  );
  const secret = hmac(sha256, pepper, message);
  const root = await argon2id(secret, salt, cost);
  const seed = hkdf(sha256, root, salt, utf8('kerbside/v1/presence'), 32);
  wipe(message, secret, root);
  return seed;
};

/** Central's side: the public key that goes into the verifier. The code's holder wipes the code. */
export const sealCode = async (
  binding: {
    readonly purpose: Purpose;
    readonly delivery: DeliveryId;
    readonly epoch: Epoch;
    readonly salt: Random16;
    readonly cost: Argon2Parameters;
  },
  pepper: Uint8Array,
  code: DeliveryCode,
  argon2id: Argon2id,
): Promise<PublicKey> => {
  const seed = await derivePresenceSeed(binding, pepper, code, argon2id);
  const key = toBase64url(ed25519.getPublicKey(seed)) as PublicKey;
  wipe(seed);
  return key;
};

/** The key that a right code gives: it signs the hand-over once, then `wipe` ends it. */
export type PresenceKey = Signer & { readonly wipe: () => void };

/** Whether an instant lies within a verifier's validity, and if not, on which side. */
export const checkValidity = (
  verifier: Pick<SealedVerifier, 'notBefore' | 'notAfter'>,
  now: Instant,
): 'valid' | 'not-yet-valid' | 'expired' => {
  if (now < verifier.notBefore) return 'not-yet-valid';
  return now < verifier.notAfter ? 'valid' : 'expired';
};

/**
 * Tries a code against a verifier: derives the presence key and compares public keys in constant
 * time. Gives the key if the code is the one that was sealed, else null. The attempt must have
 * been counted before; validity is not looked at here.
 */
export const trySealedCode = async (
  verifier: SealedVerifier,
  pepper: Uint8Array,
  code: DeliveryCode,
  argon2id: Argon2id,
): Promise<PresenceKey | null> => {
  const seed = await derivePresenceSeed(verifier, pepper, code, argon2id);
  const found = ed25519.getPublicKey(seed);
  if (!equalBytes(found, fromBase64url(verifier.presenceKey))) {
    wipe(seed);
    return null;
  }
  return { ...makeSigner(seed), wipe: () => wipe(seed) };
};
