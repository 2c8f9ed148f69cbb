import { createPublicKey, verify } from 'node:crypto';
import { fromBase64url } from '../../../shared/protocol/codec/bytes.ts';
import { isStrictKey, type VerifySignature } from '../../../shared/protocol/crypto/keys.ts';

/**
 * Ed25519 by OpenSSL, some twenty times faster than the portable check, and in agreement with it:
 * OpenSSL takes keys of small order and other spellings of a key, so each key is looked at portably
 * once.
 */
export const nativeVerify: VerifySignature = (publicKey, message, signature) => {
  try {
    if (!isStrictKey(publicKey)) return false;
    const key = createPublicKey({
      key: { kty: 'OKP', crv: 'Ed25519', x: publicKey },
      format: 'jwk',
    });
    return verify(null, message, key, fromBase64url(signature));
  } catch {
    return false;
  }
};
