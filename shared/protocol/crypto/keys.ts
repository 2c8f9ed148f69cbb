import { ed25519, x25519 } from '@noble/curves/ed25519.js';
import { hkdf } from '@noble/hashes/hkdf.js';
import { sha256 } from '@noble/hashes/sha2.js';
import { base32crockford } from '@scure/base';
import { fromBase64url, lengthPrefixed, toBase64url, wipe } from '../codec/bytes.ts';
import type { Hash, PublicKey, Signature, TerminalId } from '../ids.ts';

/** Checks an Ed25519 signature (RFC 8032). Gives false, never throws, on malformed input. */
export type VerifySignature = (
  publicKey: PublicKey,
  message: Uint8Array,
  signature: Signature,
) => boolean;

/** Whether the encoded point has no part of small order (and is not the neutral one). */
const isOfPrimeOrder = (bytes: Uint8Array): boolean => {
  const point = ed25519.Point.fromBytes(bytes);
  return !point.isSmallOrder() && point.isTorsionFree();
};

/** As many keys as one process has to do with; looking at a key costs as much as a signature. */
const MAX_REMEMBERED = 10_000;
const remembered = new Map<PublicKey, boolean>();

/**
 * Whether a key is a canonical point of prime order. With any other, RFC 8032 lets verifiers
 * differ, so no verifier here takes it.
 */
export const isStrictKey = (key: PublicKey): boolean => {
  const known = remembered.get(key);
  if (known !== undefined) return known;
  let strict = false;
  try {
    strict = isOfPrimeOrder(fromBase64url(key));
  } catch {}
  if (remembered.size >= MAX_REMEMBERED) remembered.clear();
  remembered.set(key, strict);
  return strict;
};

/**
 * The portable check, strict: canonical encodings, and points of prime order alone. So it takes
 * what a check without the cofactor takes (RFC 8032, 5.1.7 allows both), and nothing besides.
 */
export const verifySignature: VerifySignature = (publicKey, message, signature) => {
  try {
    const bytes = fromBase64url(signature);
    return (
      isStrictKey(publicKey) &&
      ed25519.verify(bytes, message, fromBase64url(publicKey), { zip215: false }) &&
      isOfPrimeOrder(bytes.subarray(0, 32))
    );
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

/** Agrees on secrets with a key that the agreement holds and does not show. */
export type Agreement = {
  readonly publicKey: PublicKey;
  /** As {@link sharedSecret}. */
  readonly sharedSecret: (otherPublic: PublicKey) => Uint8Array;
};

/** An X25519 agreement for a 32-byte secret, which must stay unwiped while it is used. */
export const makeAgreement = (secret: Uint8Array): Agreement => ({
  publicKey: agreementKey(secret),
  sharedSecret: (otherPublic) => sharedSecret(secret, otherPublic),
});

/**
 * The 32-byte secret that one terminal and central share and never send: HKDF (RFC 5869) of what
 * their agreement keys share, which is wiped. It binds verifiers to that terminal.
 */
export const pepperOf = (shared: Uint8Array, terminal: TerminalId): Uint8Array => {
  const info = lengthPrefixed('kerbside/v1/pepper', terminal);
  const pepper = hkdf(sha256, shared, undefined, info, 32);
  wipe(shared);
  return pepper;
};

/** The same from one's own secret and the other's key. Throws if that is of small order. */
export const derivePepper = (
  ownSecret: Uint8Array,
  otherPublic: PublicKey,
  terminal: TerminalId,
): Uint8Array => pepperOf(sharedSecret(ownSecret, otherPublic), terminal);

/** SHA-256 as unpadded base64url. */
export const sha256Of = (bytes: Uint8Array): Hash => toBase64url(sha256(bytes)) as Hash;

/** What people and QR codes compare to know a public key: the SHA-256 of it behind a label. */
export const fingerprint = (key: PublicKey): Hash =>
  sha256Of(lengthPrefixed('kerbside/v1/fingerprint', fromBase64url(key)));

/**
 * A fingerprint that two people read to each other: the first 120 bits of it, as six groups of
 * four characters of the code's alphabet.
 */
export const spokenFingerprint = (key: PublicKey): string => spoken(fingerprint(key));

/** The same, of a fingerprint. */
export const spoken = (of: Hash): string => {
  const bytes = fromBase64url(of).subarray(0, 15);
  const groups = base32crockford.encode(bytes).match(/.{4}/g) ?? [];
  return groups.join(' ');
};
