import { constants, gunzipSync, gzipSync } from 'node:zlib';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { MAX_BODY_BYTES } from '../../../shared/protocol/api/terminal.ts';

// At once, and not in another thread: a page takes less than a millisecond, the way there takes more.

/** Less is not worth the work: its head alone is longer than what it would save. */
const WORTH_BYTES = 1_024;

/** Whether an answer may come in a coding (RFC 9110, 12.5.3): it is named, and not with a weight of 0. */
export const takesCoding = (
  accepted: string | string[] | undefined,
  coding: 'gzip' | 'br',
): boolean =>
  String(accepted ?? '')
    .split(',')
    .map((one) => /^\s*(?:x-(?=gzip))?(\w+)\s*(?:;\s*q\s*=\s*(?:1|0?\.\d*[1-9]).*)?$/i.exec(one))
    .some((named) => named?.[1]?.toLowerCase() === coding);

/** A hook that compresses the text of an answer, for whoever takes that. */
export const compressAnswer = async (
  request: FastifyRequest,
  reply: FastifyReply,
  answer: unknown,
): Promise<unknown> => {
  if (typeof answer !== 'string' || answer.length < WORTH_BYTES) return answer;
  reply.header('vary', 'accept-encoding');
  if (!takesCoding(request.headers['accept-encoding'], 'gzip')) return answer;
  reply.removeHeader('content-length').header('content-encoding', 'gzip');
  return gzipSync(answer, { level: constants.Z_BEST_SPEED });
};

const refusal = (statusCode: number, message: string): Error =>
  Object.assign(new Error(message), { statusCode });

const isTooLarge = (error: unknown): boolean =>
  error instanceof Error && 'code' in error && error.code === 'ERR_BUFFER_TOO_LARGE';

/**
 * The bytes that a body had before it was compressed. It stops at the limit of every body, however
 * much would come. Throws with the status of the refusal.
 */
export const unpackBody = ({ headers }: Pick<FastifyRequest, 'headers'>, body: Buffer): Buffer => {
  const coding = headers['content-encoding'];
  if (coding === undefined) return body;
  if (coding !== 'gzip') throw refusal(415, 'no other coding than gzip is known');
  try {
    return gunzipSync(body, { maxOutputLength: MAX_BODY_BYTES });
  } catch (error) {
    throw isTooLarge(error) ? refusal(413, 'too large, once unpacked') : refusal(400, 'not gzip');
  }
};
