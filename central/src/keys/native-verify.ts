import { createPublicKey, type KeyObject, verify } from 'node:crypto';
import { fromBase64url } from '../../../shared/protocol/codec/bytes.ts';
import { isStrictKey, type VerifySignature } from '../../../shared/protocol/crypto/keys.ts';
import type { PublicKey, Signature } from '../../../shared/protocol/ids.ts';

const open = (publicKey: PublicKey): KeyObject =>
  createPublicKey({ key: { kty: 'OKP', crv: 'Ed25519', x: publicKey }, format: 'jwk' });

const check = (publicKey: PublicKey, message: Uint8Array, signature: Signature): boolean => {
  try {
    return verify(null, message, open(publicKey), fromBase64url(signature));
  } catch {
    return false;
  }
};

/**
 * Ed25519 by OpenSSL, some twenty times faster than the portable check, and in agreement with it:
 * OpenSSL takes keys of small order and other spellings of a key, so each key is looked at portably
 * once.
 */
export const nativeVerify: VerifySignature = (publicKey, message, signature) =>
  isStrictKey(publicKey) && check(publicKey, message, signature);

/**
 * The same for keys out of central's own tables, which are not looked at again: it made those of
 * codes and passes itself, and took a terminal's only after the portable check of the request that
 * showed it. Looking at a key costs ten times as much as the signature.
 */
export const verifyByStored: VerifySignature = check;
