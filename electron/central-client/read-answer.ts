import { gunzipSync } from 'node:zlib';
import { readStrictJson } from '../../shared/protocol/codec/strict-json.ts';
import { err, ok, type Result } from '../../shared/result.ts';
import type { ProblemCode } from '../../shared/terminal/problem.ts';
import type { Reached } from './reach.ts';

/** How large an answer may be, as it comes and as it is read. */
const MAX_ANSWER_BYTES = 4_194_304;

const MALFORMED = err('central-answer-malformed' as const);

/** Reads at most so many bytes; null if there are more. */
const readBytes = async (body: AsyncIterable<Uint8Array>): Promise<Buffer | null> => {
  const chunks: Uint8Array[] = [];
  let length = 0;
  for await (const chunk of body) {
    length += chunk.length;
    if (length > MAX_ANSWER_BYTES) return null;
    chunks.push(chunk);
  }
  return Buffer.concat(chunks);
};

/** What was sent behind its coding; null for one that was not asked for, and for what is too large. */
const decode = (bytes: Buffer, coding: unknown): Buffer | null => {
  if (coding === undefined) return bytes;
  if (coding !== 'gzip') return null;
  try {
    // It stops at the limit, however much would come.
    return gunzipSync(bytes, { maxOutputLength: MAX_ANSWER_BYTES });
  } catch {
    return null;
  }
};

/**
 * Reads the JSON of an answer, compressed or not; no bytes at all are null. Throws what breaks off the
 * connection.
 */
export const readAnswer = async ({
  headers,
  body,
}: Pick<Reached, 'headers' | 'body'>): Promise<Result<unknown, ProblemCode>> => {
  const sent = await readBytes(body);
  if (sent === null) return MALFORMED;
  if (sent.length === 0) return ok(null);
  const bytes = decode(sent, headers['content-encoding']);
  if (bytes === null) return MALFORMED;
  const json = readStrictJson(bytes);
  return json.ok ? json : MALFORMED;
};
