import { z } from 'zod';
import { fromHex } from '../shared/protocol/codec/bytes.ts';
import type { Instant } from '../shared/protocol/ids.ts';
import { hotpCode } from '../shared/protocol/schemes/oath/hotp.ts';
import { ocraAnswer } from '../shared/protocol/schemes/oath/ocra.ts';
import { parseOcraSuite } from '../shared/protocol/schemes/oath/ocra-suite.ts';
import { oathHash } from '../shared/protocol/schemes/oath/one-time-code.ts';
import { timeStep, totpCode } from '../shared/protocol/schemes/oath/totp.ts';
import { ascii, type Case } from './vector.ts';

const hex = z.string().regex(/^([0-9a-f]{2})+$/);
const hotp = z.strictObject({ key: hex, counter: z.int(), digits: z.int(), expect: z.string() });
const totp = z.strictObject({
  algorithm: oathHash,
  key: hex,
  unix_seconds: z.int(),
  step: z.int(),
  digits: z.int(),
  expect: z.string(),
});
const ocra = z.strictObject({
  suite: z.string(),
  key: hex,
  question: z.string(),
  counter: z.int().nullable(),
  pin_sha1: hex.nullable(),
  time_steps: z.int().nullable(),
  expect: z.string(),
});

/** The tables of RFC 4226 (appendix D), RFC 6238 (appendix B) and RFC 6287 (appendix C). */
export const oathFile = z.array(z.union([hotp, totp, ocra]));
type OathVector = z.infer<typeof oathFile>[number];

const answer = (vector: z.infer<typeof ocra>): string => {
  const suite = parseOcraSuite(vector.suite);
  if (!suite.ok) return suite.error;
  // In a mutual challenge-response the table gives both sides' questions in one.
  const { question } = vector;
  const { length } = suite.value.question;
  const made = ocraAnswer(suite.value, fromHex(vector.key), {
    questions:
      question.length > length ? [question.slice(0, length), question.slice(length)] : [question],
    counter: vector.counter,
    pinHash: vector.pin_sha1 === null ? null : fromHex(vector.pin_sha1),
    session: null,
    step: vector.time_steps,
  });
  return made.ok ? ascii(made.value) : made.error;
};

const codeOf = (vector: OathVector): string => {
  if ('suite' in vector) return answer(vector);
  const key = fromHex(vector.key);
  if ('counter' in vector) return ascii(hotpCode('SHA1', key, vector.counter, vector.digits));
  const step = timeStep((vector.unix_seconds * 1_000) as Instant, vector.step);
  return ascii(totpCode(vector.algorithm, key, step, vector.digits));
};

const nameOf = (vector: OathVector): string => {
  if ('suite' in vector) return `${vector.suite} ${vector.question}`;
  return 'counter' in vector
    ? `counter ${vector.counter}`
    : `${vector.algorithm} at ${vector.unix_seconds}`;
};

export const oathCases = (vectors: readonly OathVector[]): Case[] =>
  vectors.map((vector) => ({
    name: nameOf(vector),
    expected: { code: vector.expect },
    run: () => ({ code: codeOf(vector) }),
  }));
