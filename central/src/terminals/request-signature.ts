import { timingSafeEqual } from 'node:crypto';
import type { FastifyRequest } from 'fastify';
import { httpbis } from 'http-message-signatures';
import {
  contentDigest,
  idempotencyKey,
  REQUEST_SIGNATURE,
} from '../../../shared/protocol/api/request-signature.ts';
import { toBase64url } from '../../../shared/protocol/codec/bytes.ts';
import type { VerifySignature } from '../../../shared/protocol/crypto/keys.ts';
import type { Instant, PublicKey, Signature } from '../../../shared/protocol/ids.ts';
import { err, type Result } from '../../../shared/result.ts';
import type { Database } from '../database/pool.ts';
import { checkFreshness, type FreshnessProblem } from './nonces.ts';
import { readSignatureInput, type SignatureParameters } from './signature-input.ts';

export type SignatureProblem = { readonly code: 'bad-signature' | 'bad-digest' } | FreshnessProblem;

const only = (value: string | string[] | undefined): string | undefined =>
  typeof value === 'string' ? value : undefined;

/** The signature's parameters, to look up its key; null if the header is not of the profile. */
export const signatureParametersOf = (request: FastifyRequest): SignatureParameters | null =>
  readSignatureInput(only(request.headers['signature-input']));

const NO_BYTES = new Uint8Array(0);

const digestMatches = (request: FastifyRequest): boolean => {
  const said = Buffer.from(only(request.headers['content-digest']) ?? '');
  const real = Buffer.from(contentDigest(request.rawBody ?? NO_BYTES));
  return said.length === real.length && timingSafeEqual(said, real);
};

/** Components as they arrived on the wire, untouched by URL normalisation. */
const componentOf = (request: FastifyRequest, name: string): string[] | null => {
  const target = request.raw.url ?? '';
  const query = target.indexOf('?');
  switch (name) {
    case '@authority':
      return [request.host.toLowerCase()];
    case '@path':
      return [query < 0 ? target : target.slice(0, query)];
    case '@query':
      return [query < 0 ? '?' : target.slice(query)];
    default:
      return null;
  }
};

const signatureMatches = async (
  request: FastifyRequest,
  key: PublicKey,
  verify: VerifySignature,
): Promise<boolean> => {
  const headers: Record<string, string> = {};
  for (const name of ['signature', 'signature-input', 'content-digest', 'idempotency-key']) {
    const value = only(request.headers[name]);
    if (value !== undefined) headers[name] = value;
  }
  try {
    const verdict = await httpbis.verifyMessage(
      {
        keyLookup: async () => ({
          algs: [REQUEST_SIGNATURE.algorithm],
          verify: async (base, signature) => verify(key, base, toBase64url(signature) as Signature),
        }),
        // The window is looked at in `checkFreshness`, by central's own clock.
        notAfter: Number.MAX_SAFE_INTEGER,
        componentParser: (name) => componentOf(request, name),
      },
      { method: request.method, url: 'http://authority.invalid/', headers },
    );
    return verdict === true;
  } catch {
    return false;
  }
};

/**
 * Verifies a request's signature (RFC 9421) with the key that it must be signed by: first the
 * signature, then the body's digest, then that it is fresh. The profile is in
 * `shared/protocol/api/request-signature.ts`.
 */
export const verifyRequest = async (
  request: FastifyRequest,
  parameters: SignatureParameters,
  key: PublicKey,
  ports: { readonly db: Database; readonly now: Instant; readonly verify: VerifySignature },
): Promise<Result<null, SignatureProblem>> => {
  if (!idempotencyKey.safeParse(request.headers['idempotency-key']).success) {
    return err({ code: 'bad-signature' });
  }
  if (!(await signatureMatches(request, key, ports.verify))) return err({ code: 'bad-signature' });
  if (!digestMatches(request)) return err({ code: 'bad-digest' });
  return checkFreshness(ports.db, parameters, ports.now);
};
