import {
  createPrivateKey,
  createPublicKey,
  diffieHellman,
  type KeyObject,
  sign,
} from 'node:crypto';
import { fromBase64url, toBase64url, wipe } from '../../shared/protocol/codec/bytes.ts';
import type { Agreement, Signer } from '../../shared/protocol/crypto/keys.ts';
import type { PublicKey, Signature } from '../../shared/protocol/ids.ts';

// The portable keys take a tenth of a second to warm up, which a start has not got. These are the
// runtime's own, and give the same; whoever made them may wipe what they were made from.

const KEY_BYTES = 32;
/** What stands before the 32 bytes of a private key in PKCS #8 (RFC 8410, section 7). */
const ED25519_HEAD = Buffer.from('302e020100300506032b657004220420', 'hex');
const X25519_HEAD = Buffer.from('302e020100300506032b656e04220420', 'hex');

const privateKey = (head: Buffer, bytes: Uint8Array): KeyObject => {
  if (bytes.length !== KEY_BYTES) throw new RangeError('a private key has 32 bytes');
  const der = Buffer.concat([head, bytes]);
  try {
    return createPrivateKey({ key: der, format: 'der', type: 'pkcs8' });
  } finally {
    wipe(der);
  }
};

const publicKeyOf = (key: KeyObject): PublicKey => {
  const spki = createPublicKey(key).export({ format: 'der', type: 'spki' });
  return toBase64url(new Uint8Array(spki.subarray(-KEY_BYTES))) as PublicKey;
};

/**
 * An Ed25519 signer for a 32-byte seed (RFC 8032).
 *
 * @throws RangeError for a seed of another length
 */
export const makeNativeSigner = (seed: Uint8Array): Signer => {
  const key = privateKey(ED25519_HEAD, seed);
  return {
    publicKey: publicKeyOf(key),
    sign: (message) => toBase64url(new Uint8Array(sign(null, message, key))) as Signature,
  };
};

/**
 * An X25519 agreement for a 32-byte secret (RFC 7748).
 *
 * @throws RangeError for a secret of another length
 */
export const makeNativeAgreement = (secret: Uint8Array): Agreement => {
  const own = privateKey(X25519_HEAD, secret);
  return {
    publicKey: publicKeyOf(own),
    sharedSecret: (otherPublic) => {
      const point = toBase64url(fromBase64url(otherPublic));
      const jwk = { kty: 'OKP', crv: 'X25519', x: point };
      const publicKey = createPublicKey({ key: jwk, format: 'jwk' });
      const shared = new Uint8Array(diffieHellman({ privateKey: own, publicKey }));
      // RFC 7748, section 6.1: not every library looks.
      if (shared.every((byte) => byte === 0)) throw new Error('a key of small order');
      return shared;
    },
  };
};
