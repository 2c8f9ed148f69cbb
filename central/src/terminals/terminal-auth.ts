import type { FastifyReply, FastifyRequest } from 'fastify';
import { fingerprint, verifySignature } from '../../../shared/protocol/crypto/keys.ts';
import { hash, publicKey } from '../../../shared/protocol/ids.ts';
import type { KnownTerminal } from '../actors.ts';
import { sendProblem } from '../http/problems.ts';
import type { Ports } from '../ports.ts';
import {
  type SignatureProblem,
  signatureParametersOf,
  verifyRequest,
} from './request-signature.ts';
import { findDocking } from './terminals.ts';

type AuthPorts = Pick<Ports, 'pool' | 'now' | 'verify' | 'keys' | 'followKeys'>;
type Hook = (request: FastifyRequest, reply: FastifyReply) => Promise<FastifyReply | undefined>;

/** What a request of a terminal is refused for, by its signature. */
export const SIGNATURE_PROBLEMS = [
  'bad-signature',
  'bad-digest',
  'clock-skew',
  'replayed',
  'unknown-terminal',
] as const;

const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;

const refuse = (reply: FastifyReply, problem: SignatureProblem): FastifyReply =>
  sendProblem(reply, problem.code, problem.code === 'clock-skew' ? { nonce: problem.nonce } : {});

/**
 * A hook that lets only requests of enrolled terminals through. One that was revoked is told so
 * with the time, and may hand in what it has: `revoked` says whether it may ask for this.
 */
export const makeTerminalAuth =
  (
    { pool, now, verify, keys, followKeys }: AuthPorts,
    { revoked }: { readonly revoked: 'admitted' | 'refused' },
  ): Hook =>
  async (request, reply) => {
    const parameters = signatureParametersOf(request);
    if (parameters === null) return sendProblem(reply, 'bad-signature');
    const { keyId } = parameters;
    const docking = UUID.test(keyId) ? await findDocking(pool, keyId) : null;
    if (docking === null) {
      // By it the terminal knows who says so.
      const said = hash.safeParse((request.query as { root?: unknown } | null)?.root);
      const root = said.success ? keys.roots.known(said.data) : null;
      return sendProblem(reply, 'unknown-terminal', { keys: (root ?? keys.roots.current).list });
    }
    const { listIssued, ...terminal } = docking;
    const ports = { db: pool, now: now(), verify };
    const verified = await verifyRequest(request, parameters, terminal.signingKey, ports);
    if (!verified.ok) return refuse(reply, verified.error);
    // Only whoever has the terminal's key learns that it was revoked.
    if (terminal.revokedAt !== null && revoked === 'refused')
      return sendProblem(reply, 'revoked-terminal');
    // What is signed for it is signed with keys that are in force, whichever process was told first.
    await followKeys(listIssued);
    request.terminal = terminal;
    return undefined;
  };

/**
 * A hook for the request to enrol, which is signed with the very key that it shows. Checked by
 * the portable verifier: it refuses keys of small order, for which anyone can sign.
 */
export const makeEnrolAuth =
  ({ pool, now }: AuthPorts): Hook =>
  async (request, reply) => {
    const parameters = signatureParametersOf(request);
    const shown = publicKey.safeParse(
      (request.body as { signingKey?: unknown } | null)?.signingKey,
    );
    if (parameters === null || !shown.success || fingerprint(shown.data) !== parameters.keyId) {
      return sendProblem(reply, 'bad-signature');
    }
    const ports = { db: pool, now: now(), verify: verifySignature };
    const verified = await verifyRequest(request, parameters, shown.data, ports);
    return verified.ok ? undefined : refuse(reply, verified.error);
  };

/** The terminal behind a request that passed the hook. */
export const terminalOf = (request: FastifyRequest): KnownTerminal => {
  if (request.terminal === null) throw new Error('a terminal route without the terminal hook');
  return request.terminal;
};
