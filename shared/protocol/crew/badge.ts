import { decodeBase45, encodeBase45 } from '../codec/base45.ts';
import { lengthPrefixed, wipe } from '../codec/bytes.ts';
import { sha256Of } from '../crypto/keys.ts';
import type { Hash } from '../ids.ts';
import { BADGE_PREFIX } from '../scan/own-prefixes.ts';

const SECRET_BYTES = 16;

/**
 * What central and terminals hold of a badge: SHA-256 under a label. The secret has 128 random bits,
 * so that nobody finds it by guessing and a slow derivation adds nothing.
 */
export const badgeHash = (secret: Uint8Array): Hash =>
  sha256Of(lengthPrefixed('kerbside/v1/badge', secret));

/** The text of a badge's QR: `KB1:` and 16 random bytes as base45 (RFC 9285). */
export const formatBadge = (secret: Uint8Array): string => `${BADGE_PREFIX}${encodeBase45(secret)}`;

/** The hash of the badge whose text this is, as ASCII bytes; null if it has not the form of one. */
export const readBadge = (text: Uint8Array): Hash | null => {
  const secret = decodeBase45(text.subarray(BADGE_PREFIX.length));
  if (secret?.length !== SECRET_BYTES) return null;
  const hash = badgeHash(secret);
  wipe(secret);
  return hash;
};
