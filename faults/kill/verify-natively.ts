import { createPublicKey, verify } from 'node:crypto';
import { fromBase64url } from '../../shared/protocol/codec/bytes.ts';
import type { VerifySignature } from '../../shared/protocol/crypto/keys.ts';

/** Ed25519 by Node.js: a second implementation beside the product's own, and a quick one. */
export const verifyNatively: VerifySignature = (publicKey, message, signature) => {
  try {
    const jwk = { kty: 'OKP', crv: 'Ed25519', x: publicKey };
    const key = createPublicKey({ key: jwk, format: 'jwk' });
    return verify(null, message, key, fromBase64url(signature));
  } catch {
    return false;
  }
};
