import type { ProblemCode } from '../../shared/terminal/problem.ts';

/** What is wrong with a certificate, by the codes of OpenSSL and Node.js. */
const CERTIFICATE_PROBLEMS: Readonly<Record<string, ProblemCode>> = {
  CERT_HAS_EXPIRED: 'central-certificate-expired',
  CERT_NOT_YET_VALID: 'central-certificate-expired',
  CERT_REJECTED: 'central-untrusted',
  CERT_SIGNATURE_FAILURE: 'central-untrusted',
  CERT_UNTRUSTED: 'central-untrusted',
  CERT_CHAIN_TOO_LONG: 'central-untrusted',
  CERT_REVOKED: 'central-untrusted',
  DEPTH_ZERO_SELF_SIGNED_CERT: 'central-untrusted',
  INVALID_CA: 'central-untrusted',
  INVALID_PURPOSE: 'central-untrusted',
  PATH_LENGTH_EXCEEDED: 'central-untrusted',
  SELF_SIGNED_CERT_IN_CHAIN: 'central-untrusted',
  UNABLE_TO_GET_ISSUER_CERT: 'central-untrusted',
  UNABLE_TO_GET_ISSUER_CERT_LOCALLY: 'central-untrusted',
  UNABLE_TO_VERIFY_LEAF_SIGNATURE: 'central-untrusted',
  // What Node.js has no name for: a key or a signature that is too weak, a name that its authority may not give.
  UNSPECIFIED: 'central-untrusted',
  // A good certificate, but of somebody else.
  ERR_TLS_CERT_ALTNAME_INVALID: 'central-not-genuine',
  HOSTNAME_MISMATCH: 'central-not-genuine',
};

/** What kept an answer from coming, as a problem to show. */
export const reachProblem = (error: unknown, signal: AbortSignal): ProblemCode => {
  if (signal.aborted) return 'central-slow';
  const code = error instanceof Error && 'code' in error ? String(error.code) : '';
  return CERTIFICATE_PROBLEMS[code] ?? 'central-unreachable';
};
