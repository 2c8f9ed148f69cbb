import { fromBase64url } from '../codec/bytes.ts';
import type { PublicKey } from '../ids.ts';
import { isStrictKey, type VerifySignature } from './keys.ts';

/**
 * A runtime's own check of Ed25519 signatures (RFC 8032, 5.1.7), without the cofactor: it computes R
 * anew and compares its 32 bytes, as OpenSSL and BoringSSL do. May throw on malformed input.
 */
export type RuntimeVerify = (
  publicKey: PublicKey,
  message: Uint8Array,
  signature: Uint8Array,
) => boolean;

const SIGNATURE_BYTES = 64;
const POINT_BYTES = 32;

/**
 * Whether a signature's R is the neutral point: only who gives their secret away makes such a one.
 * OpenSSL 3.0 takes it, OpenSSL 3.5 does not.
 */
const isOfNeutralPoint = (signature: Uint8Array): boolean =>
  signature[0] === 1 && signature.subarray(1, POINT_BYTES).every((byte) => byte === 0);

/**
 * A check that takes exactly what the portable one takes, by the runtime's own. Those of runtimes take
 * keys of small order and other spellings of a key, so `counts` looks at each key; for a key of prime
 * order, R has no part of small order, and only the neutral point is left to refuse.
 */
export const makeVerify =
  (
    check: RuntimeVerify,
    counts: (publicKey: PublicKey) => boolean = isStrictKey,
  ): VerifySignature =>
  (publicKey, message, signature) => {
    try {
      const bytes = fromBase64url(signature);
      return (
        bytes.length === SIGNATURE_BYTES &&
        !isOfNeutralPoint(bytes) &&
        counts(publicKey) &&
        check(publicKey, message, bytes)
      );
    } catch {
      return false;
    }
  };
