import { ed25519, x25519 } from '@noble/curves/ed25519.js';
import { hkdf } from '@noble/hashes/hkdf.js';
import { sha256 } from '@noble/hashes/sha2.js';
import { base32crockford } from '@scure/base';
import { fromBase64url, lengthPrefixed, toBase64url } from '../bytes.ts';
import type { Hash, PublicKey, Signature, TerminalId } from '../ids.ts';

/** Checks an Ed25519 signature (RFC 8032). Gives false, never throws, on malformed input. */
export type VerifySignature = (
  publicKey: PublicKey,
  message: Uint8Array,
  signature: Signature,
) => boolean;

/** The portable check, strict as RFC 8032 has it (no small-order or non-canonical points). */
export const verifySignature: VerifySignature = (publicKey, message, signature) => {
  try {
    return ed25519.verify(fromBase64url(signature), message, fromBase64url(publicKey), {
      zip215: false,
    });
  } catch {
    return false;
  }
};

/** Signs with a key that the signer holds and does not show. */
export type Signer = {
  readonly publicKey: PublicKey;
  readonly sign: (message: Uint8Array) => Signature;
};

/** An Ed25519 signer for a 32-byte seed (RFC 8032), which must stay unwiped while it is used. */
export const makeSigner = (seed: Uint8Array): Signer => ({
  publicKey: toBase64url(ed25519.getPublicKey(seed)) as PublicKey,
  sign: (message) => toBase64url(ed25519.sign(message, seed)) as Signature,
});

/** The X25519 public key of a 32-byte secret (RFC 7748). */
export const agreementKey = (secret: Uint8Array): PublicKey =>
  toBase64url(x25519.getPublicKey(secret)) as PublicKey;

/**
 * The secret that two agreement keys share (X25519, RFC 7748, section 6.1). Throws if it is all
 * zeros: the other key is of small order then, and anyone knows the secret. The caller wipes it.
 */
export const sharedSecret = (ownSecret: Uint8Array, otherPublic: PublicKey): Uint8Array =>
  x25519.getSharedSecret(ownSecret, fromBase64url(otherPublic));

/**
 * The 32-byte secret that one terminal and central share and never send (X25519, then HKDF of
 * RFC 5869). It binds verifiers to that terminal. Throws if the other key is of small order.
 */
export const derivePepper = (
  ownSecret: Uint8Array,
  otherPublic: PublicKey,
  terminal: TerminalId,
): Uint8Array => {
  const shared = sharedSecret(ownSecret, otherPublic);
  const pepper = hkdf(
    sha256,
    shared,
    undefined,
    lengthPrefixed('kerbside/v1/pepper', terminal),
    32,
  );
  shared.fill(0);
  return pepper;
};

/** SHA-256 as unpadded base64url. */
export const sha256Of = (bytes: Uint8Array): Hash => toBase64url(sha256(bytes)) as Hash;

/** What people and QR codes compare to know a public key: the SHA-256 of it behind a label. */
export const fingerprint = (key: PublicKey): Hash =>
  sha256Of(lengthPrefixed('kerbside/v1/fingerprint', fromBase64url(key)));

/**
 * A fingerprint that two people read to each other: the first 120 bits of it, as six groups of
 * four characters of the code's alphabet.
 */
export const spokenFingerprint = (key: PublicKey): string => {
  const bytes = fromBase64url(fingerprint(key)).subarray(0, 15);
  const groups = base32crockford.encode(bytes).match(/.{4}/g) ?? [];
  return groups.join(' ');
};
