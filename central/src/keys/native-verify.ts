import { createPublicKey, verify } from 'node:crypto';
import { makeVerify, type RuntimeVerify } from '../../../shared/protocol/crypto/make-verify.ts';

const check: RuntimeVerify = (publicKey, message, signature) => {
  const key = createPublicKey({
    key: { kty: 'OKP', crv: 'Ed25519', x: publicKey },
    format: 'jwk',
  });
  return verify(null, message, key, signature);
};

/** Ed25519 by OpenSSL, some twenty times faster than the portable check, and in agreement with it. */
export const nativeVerify = makeVerify(check);

/**
 * The same for keys out of central's own tables, which are not looked at again: it made those of
 * codes and passes itself, and took a terminal's only after the portable check of the request that
 * showed it. Looking at a key costs ten times as much as the signature.
 */
export const verifyByStored = makeVerify(check, () => true);
