import { sha256 } from '@noble/hashes/sha2.js';
import { base64 } from '@scure/base';
import { z } from 'zod';

/**
 * How a terminal signs its requests (HTTP message signatures, RFC 9421). The profile is closed:
 * exactly one signature under this label, exactly these components in this order, exactly these
 * parameters, no more and no fewer. GET requests have the digest of no bytes.
 *
 * - `@authority`, `@path` and `@query` instead of `@target-uri`: a proxy that ends TLS changes the
 *   scheme, not these. It must pass on the Host header and the path as they came.
 * - `content-digest` (RFC 9530) has exactly one member, `sha-256`; central compares it with the
 *   bytes of the body as they arrived.
 * - `idempotency-key` is one string per intended act: the same in every retry of it.
 * - `created` is in whole seconds; `nonce` is 16 random bytes as unpadded base64url, new for every
 *   try, or the nonce of a `clock-skew` problem; `keyid` is the terminal's id, and for the request
 *   to enrol the fingerprint of the signing key.
 *
 * With the library `http-message-signatures`:
 *
 *     httpbis.signMessage({
 *       name: REQUEST_SIGNATURE.label,
 *       key: { sign: async (base) => Buffer.from(fromBase64url(signer.sign(base))) },
 *       fields: [...REQUEST_SIGNATURE.components],
 *       params: [...REQUEST_SIGNATURE.parameters],
 *       paramValues: { created: new Date(now), nonce, keyid, alg: REQUEST_SIGNATURE.algorithm },
 *     }, { method, url, headers: { 'content-digest': contentDigest(body), 'idempotency-key': … } })
 */
export const REQUEST_SIGNATURE = {
  label: 'kerbside',
  components: ['@method', '@authority', '@path', '@query', 'content-digest', 'idempotency-key'],
  parameters: ['created', 'nonce', 'keyid', 'alg'],
  algorithm: 'ed25519',
  /** How far `created` may lie from central's clock, either way, in seconds. */
  windowSeconds: 300,
} as const;

/** What may stand in the Idempotency-Key header; a UUID is good. */
export const idempotencyKey = z.string().regex(/^[A-Za-z0-9-]{16,64}$/);

/** The Content-Digest header (RFC 9530) of a body; of no bytes for a request without one. */
export const contentDigest = (body: Uint8Array): string =>
  `sha-256=:${base64.encode(sha256(body))}:`;
