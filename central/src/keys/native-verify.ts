import { createPublicKey, type KeyObject, verify } from 'node:crypto';
import { makeVerify, type RuntimeVerify } from '../../../shared/protocol/crypto/make-verify.ts';
import type { PublicKey } from '../../../shared/protocol/ids.ts';

/** As many as terminals that hand in at one time; to open one costs a fifth of a signature. */
const MAX_OPENED = 256;
const opened = new Map<PublicKey, KeyObject>();

const open = (publicKey: PublicKey): KeyObject => {
  const known = opened.get(publicKey);
  if (known !== undefined) return known;
  const key = createPublicKey({
    key: { kty: 'OKP', crv: 'Ed25519', x: publicKey },
    format: 'jwk',
  });
  if (opened.size >= MAX_OPENED) opened.clear();
  opened.set(publicKey, key);
  return key;
};

const check: RuntimeVerify = (publicKey, message, signature) =>
  verify(null, message, open(publicKey), signature);

/** Ed25519 by OpenSSL, some twenty times faster than the portable check, and in agreement with it. */
export const nativeVerify = makeVerify(check);

/**
 * The same for keys out of central's own tables, which are not looked at again: it made those of
 * codes and passes itself, and took a terminal's only after the portable check of the request that
 * showed it. Looking at a key costs ten times as much as the signature.
 */
export const verifyByStored = makeVerify(check, () => true);
