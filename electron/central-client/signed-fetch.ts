import { constants, gzipSync } from 'node:zlib';
import { httpbis } from 'http-message-signatures';
import type { z } from 'zod';
import { contentDigest, REQUEST_SIGNATURE } from '../../shared/protocol/api/request-signature.ts';
import { keyList, openDocument, type SignedDocument } from '../../shared/protocol/api/signed.ts';
import { PROBLEM_BASE, type Problem, problem } from '../../shared/protocol/api/terminal.ts';
import { fromBase64url, toBase64url, utf8 } from '../../shared/protocol/codec/bytes.ts';
import type { Signer, VerifySignature } from '../../shared/protocol/crypto/keys.ts';
import type { Instant, PublicKey, Random16 } from '../../shared/protocol/ids.ts';
import { err, ok, type Result } from '../../shared/result.ts';
import type { ProblemCode } from '../../shared/terminal/problem.ts';
import type { Reach, Reached } from './reach.ts';
import { reachProblem } from './reach-problem.ts';
import { readAnswer } from './read-answer.ts';

export type SignedRequest = {
  readonly base: string;
  readonly path: string;
  /** Absent: a GET. */
  readonly body?: unknown;
  readonly keyId: string;
  /** The root key that the terminal trusts; null before it is enrolled. */
  readonly root: PublicKey | null;
};

/** What the terminal makes of the stable codes of central's problem documents (RFC 9457). */
const PROBLEMS: Readonly<Record<string, ProblemCode>> = {
  'enrolment-token-used': 'enrolment-token-used',
  'enrolment-token-expired': 'enrolment-token-expired',
  'enrolment-token-unknown': 'enrolment-token-unknown',
  'already-enrolled': 'already-enrolled',
  busy: 'central-busy',
  // What counts is what central signs, with the time: asked again, it will say so.
  'revoked-terminal': 'central-failed',
  // A network that repeats a request may answer with what became of the repetition.
  replayed: 'central-failed',
  // Not even with central's own nonce: its clock was just set, or the network repeated that request.
  'clock-skew': 'central-failed',
};

/** What a status says by itself: a proxy in front of central has no problem documents. */
const problemOfStatus = (status: number): ProblemCode => {
  if (status === 408 || status === 504) return 'central-slow';
  return status === 429 || status >= 500 ? 'central-failed' : 'central-answer-malformed';
};

/** Whether a list of keys is signed with the root key that the terminal trusts. */
const isOf = (
  root: PublicKey | null,
  keys: SignedDocument | undefined,
  verify: VerifySignature,
): boolean =>
  root !== null && keys !== undefined && openDocument('keys', keyList, keys, root, verify).ok;

/** Nobody signs it: whoever stands between could else keep a terminal from its depot for ever. */
const LONGEST_WAIT_MS = 60_000;

/** How long an answer asks not to be asked again (RFC 9110, 10.2.3), in seconds alone. */
const waitIn = ({ status, headers }: Reached): number => {
  const said = headers['retry-after'];
  if ((status !== 503 && status !== 429) || typeof said !== 'string' || !/^\d{1,9}$/.test(said))
    return 0;
  return Math.min(LONGEST_WAIT_MS, Number(said) * 1_000);
};

/** Less is not worth the work. */
const WORTH_BYTES = 1_024;

type Answer = { readonly status: number; readonly body: unknown };

type Parts = {
  readonly signer: Signer;
  readonly verify: VerifySignature;
  readonly now: () => Instant;
  readonly random: (bytes: number) => Uint8Array;
  readonly reach: Reach;
  /** Hears of each answer for how long it asks not to be asked again, in milliseconds. */
  readonly told: (waitMs: number) => void;
};

/**
 * Sends one signed request (RFC 9421) and gives central's answer, parsed by its schema. `expected`
 * are codes of central's that the caller acts on itself.
 */
export type SignedFetch = <T, E extends string = never>(
  request: SignedRequest,
  schema: z.ZodType<T>,
  expected?: readonly E[],
) => Promise<Result<T, ProblemCode | E>>;

export const makeSignedFetch = (parts: Parts): SignedFetch => {
  const { signer, verify, now, random, reach, told } = parts;
  const newNonce = (): Random16 => toBase64url(random(16)) as Random16;

  const send = async (
    request: SignedRequest,
    idempotencyKey: string,
    nonce: Random16,
  ): Promise<Result<Answer, ProblemCode>> => {
    const method = request.body === undefined ? 'GET' : 'POST';
    const text = utf8(request.body === undefined ? '' : JSON.stringify(request.body));
    const isPacked = text.length >= WORTH_BYTES;
    const body = isPacked ? gzipSync(text, { level: constants.Z_BEST_SPEED }) : text;
    const url = `${request.base}${request.path}`;
    const { headers } = await httpbis.signMessage(
      {
        name: REQUEST_SIGNATURE.label,
        key: { sign: async (base) => Buffer.from(fromBase64url(signer.sign(base))) },
        fields: [...REQUEST_SIGNATURE.components],
        params: [...REQUEST_SIGNATURE.parameters],
        paramValues: {
          created: new Date(now()),
          nonce,
          keyid: request.keyId,
          alg: REQUEST_SIGNATURE.algorithm,
        },
      },
      {
        method,
        url,
        headers: {
          'content-digest': contentDigest(body),
          'idempotency-key': idempotencyKey,
          'accept-encoding': 'gzip',
          ...(method === 'POST' ? { 'content-type': 'application/json' } : {}),
          ...(isPacked ? { 'content-encoding': 'gzip' } : {}),
        },
      },
    );
    const reached = await reach(url, { method, headers: headers as Record<string, string>, body });
    told(reached.ok ? waitIn(reached.value) : 0);
    if (!reached.ok) return reached;
    try {
      const { status } = reached.value;
      const parsed = await readAnswer(reached.value);
      if (parsed.ok) return ok({ status, body: parsed.value });
      return status >= 400 ? err(problemOfStatus(status)) : parsed;
    } catch (error) {
      return err(reachProblem(error, reached.value.signal));
    }
  };

  const problemOf = <E extends string>(
    status: number,
    found: Problem | null,
    expected: readonly E[],
    root: PublicKey | null,
  ): ProblemCode | E => {
    const code = found?.type.startsWith(PROBLEM_BASE) ? found.type.slice(PROBLEM_BASE.length) : '';
    const own = expected.find((one) => one === code);
    if (own !== undefined) return own;
    // Whoever answers in the depot's place knows no terminal of its either: only the holder of the
    // root's list of keys is believed to be the depot that has forgotten this one.
    if (code === 'unknown-terminal') {
      return isOf(root, found?.keys, verify) ? 'terminal-unknown' : 'central-not-genuine';
    }
    return PROBLEMS[code] ?? problemOfStatus(status);
  };

  return async (request, schema, expected = []) => {
    const idempotencyKey = toBase64url(random(16)).replaceAll('_', '-');
    let answer = await send(request, idempotencyKey, newNonce());
    if (!answer.ok) return answer;
    let found = answer.value.status >= 400 ? problem.safeParse(answer.value.body) : null;
    if (found?.data?.nonce !== undefined) {
      // This terminal's clock is off: central's own nonce stands in for it, once.
      answer = await send(request, idempotencyKey, found.data.nonce);
      if (!answer.ok) return answer;
      found = answer.value.status >= 400 ? problem.safeParse(answer.value.body) : null;
    }
    const { status, body } = answer.value;
    if (found !== null) return err(problemOf(status, found.data ?? null, expected, request.root));
    const parsed = schema.safeParse(body);
    return parsed.success ? ok(parsed.data) : err('central-answer-malformed');
  };
};
