import { z } from 'zod';
import { toHex } from '../../shared/protocol/codec/bytes.ts';
import { deliveryId, instant } from '../../shared/protocol/ids.ts';
import {
  hotpCode,
  hotpState,
  hotpVerifier,
  resyncHotp,
  verifyHotp,
} from '../../shared/protocol/schemes/oath/hotp.ts';
import { makeOcraQuestion, ocraAnswer } from '../../shared/protocol/schemes/oath/ocra.ts';
import { parseOcraSuite } from '../../shared/protocol/schemes/oath/ocra-suite.ts';
import { oathHash } from '../../shared/protocol/schemes/oath/one-time-code.ts';
import type { OathOutcome } from '../../shared/protocol/schemes/oath/outcome.ts';
import { openSeed, sealedSeed, sealSeed } from '../../shared/protocol/schemes/oath/sealed-seed.ts';
import {
  timeStep,
  totpCode,
  totpState,
  totpVerifier,
  verifyTotp,
} from '../../shared/protocol/schemes/oath/totp.ts';
import {
  ocraState,
  ocraVerifier,
  verifyOcra,
} from '../../shared/protocol/schemes/oath/verify-ocra.ts';
import {
  ascii,
  bytes,
  bytesOrNull,
  type Output,
  read,
  text,
  type VectorFunction,
  whole,
} from '../vector.ts';

const outcome = (came: OathOutcome<unknown>): Output =>
  came.result === 'accepted' ? { state: came.state } : { error: came.result };

const kind = z.enum(['seed', 'pin']);
const question = z.string();
const questions = z.union([z.tuple([question]), z.tuple([question, question])]);

const malformed =
  (schema: z.ZodType): VectorFunction =>
  (input) =>
    schema.safeParse(input['verifier']).success ? { ok: true } : { error: 'malformed' };

/** One-time codes, and the seeds that they come from. */
export const OATH: Readonly<Record<string, VectorFunction>> = {
  hotp: (input) => {
    const hash = read(input, 'hash', oathHash);
    const code = hotpCode(
      hash,
      bytes(input, 'key'),
      whole(input, 'counter'),
      whole(input, 'digits'),
    );
    return { code: ascii(code) };
  },
  totp: (input) => {
    const step = timeStep(read(input, 'now', instant), whole(input, 'stepSeconds'));
    const hash = read(input, 'hash', oathHash);
    const code = totpCode(hash, bytes(input, 'key'), step, whole(input, 'digits'));
    return { step, code: ascii(code) };
  },
  'ocra-suite': (input) => {
    const parsed = parseOcraSuite(text(input, 'suite'));
    return parsed.ok ? { ...parsed.value } : { error: parsed.error };
  },
  ocra: (input) => {
    const suite = parseOcraSuite(text(input, 'suite'));
    if (!suite.ok) return { error: suite.error };
    const answer = ocraAnswer(suite.value, bytes(input, 'key'), {
      questions: read(input, 'questions', questions),
      counter: read(input, 'counter', z.number().nullable()),
      pinHash: bytesOrNull(input, 'pinHash'),
      session: bytesOrNull(input, 'session'),
      step: read(input, 'step', z.number().nullable()),
    });
    return answer.ok ? { answer: ascii(answer.value) } : { error: answer.error };
  },
  'ocra-question': (input) => {
    const suite = parseOcraSuite(text(input, 'suite'));
    if (!suite.ok) return { error: suite.error };
    return { question: makeOcraQuestion(suite.value, bytes(input, 'random')) };
  },
  'seal-seed': (input) => ({
    sealed: sealSeed(
      bytes(input, 'secret'),
      bytes(input, 'pepper'),
      read(input, 'delivery', deliveryId),
      bytes(input, 'nonce'),
      read(input, 'kind', kind),
    ),
  }),
  'open-seed': (input) => {
    const sealed = sealedSeed.safeParse(input['sealed']);
    if (!sealed.success) return { error: 'malformed' };
    const secret = openSeed(
      sealed.data,
      bytes(input, 'pepper'),
      read(input, 'delivery', deliveryId),
      read(input, 'kind', kind),
    );
    return secret === null ? { error: 'not-for-this-terminal' } : { secret: toHex(secret) };
  },
  'verify-hotp': (input) =>
    outcome(
      verifyHotp(
        read(input, 'verifier', hotpVerifier),
        read(input, 'state', hotpState),
        bytes(input, 'pepper'),
        bytes(input, 'bytes'),
      ),
    ),
  'resync-hotp': (input) =>
    outcome(
      resyncHotp(
        read(input, 'verifier', hotpVerifier),
        read(input, 'state', hotpState),
        bytes(input, 'pepper'),
        bytes(input, 'first'),
        bytes(input, 'second'),
      ),
    ),
  'verify-totp': (input) =>
    outcome(
      verifyTotp(
        read(input, 'verifier', totpVerifier),
        read(input, 'state', totpState),
        bytes(input, 'pepper'),
        bytes(input, 'bytes'),
        read(input, 'now', instant),
      ),
    ),
  'verify-ocra': (input) =>
    outcome(
      verifyOcra(
        read(input, 'verifier', ocraVerifier),
        read(input, 'state', ocraState),
        bytes(input, 'pepper'),
        bytes(input, 'bytes'),
        bytesOrNull(input, 'session'),
        read(input, 'now', instant),
      ),
    ),
  'read-hotp-verifier': malformed(hotpVerifier),
  'read-totp-verifier': malformed(totpVerifier),
  'read-ocra-verifier': malformed(ocraVerifier),
};
