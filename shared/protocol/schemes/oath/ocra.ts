import { concatBytes } from '@noble/hashes/utils.js';
import { utf8 as utf8Text } from '@scure/base';
import { err, ok, type Result } from '../../../result.ts';
import { fromHex, toHex, utf8, wipe } from '../../codec/bytes.ts';
import type { OcraSuite, QuestionFormat } from './ocra-suite.ts';
import { movingFactorBytes, oathHmac, truncate } from './one-time-code.ts';

/**
 * What an answer is computed from, beside the key; each is null exactly if the suite does not have
 * it. A mutual challenge-response asks with two questions, one of either side, in the order of RFC
 * 6287, section 7.2; a signature (section 7.3) asks with what is signed.
 */
export type OcraInput = {
  readonly questions: readonly [string] | readonly [string, string];
  readonly counter: number | null;
  /** The hash of the PIN, by the suite's own hash function for it. */
  readonly pinHash: Uint8Array | null;
  /** At most as many bytes as the suite says; padded on the left. */
  readonly session: Uint8Array | null;
  /** The number of the time step. */
  readonly step: number | null;
};

/** `bad-question`: not of the suite's form. `bad-input`: a part too much, missing or of wrong size. */
export type OcraProblem = 'bad-question' | 'bad-input';

const FORMS: Readonly<Record<QuestionFormat, RegExp>> = {
  A: /^[0-9A-Za-z]+$/,
  N: /^[0-9]+$/,
  H: /^[0-9A-Fa-f]+$/,
};
const HASH_LENGTH = { SHA1: 20, SHA256: 32, SHA512: 64 } as const;
const QUESTION_LENGTH = 128;

/** Whether a text can be one question, or one side's, of the suite: 1 to so many of its characters. */
const isQuestion = ({ question }: OcraSuite, text: string): boolean =>
  text.length <= question.length && FORMS[question.format].test(text);

/**
 * The 128 bytes of a question (RFC 6287, section 5.1): letters and digits as they are, a number in
 * hexadecimal, hexadecimal digits as such; filled up on the right with zeros, by half bytes.
 */
const questionBytes = (format: QuestionFormat, text: string): Uint8Array => {
  const hex =
    format === 'A' ? toHex(utf8(text)) : format === 'N' ? BigInt(text).toString(16) : text;
  return fromHex(hex.padEnd(QUESTION_LENGTH * 2, '0'));
};

const isFactor = (value: number): boolean => Number.isSafeInteger(value) && value >= 0;

const sessionBytes = (session: Uint8Array, length: number): Uint8Array => {
  const bytes = new Uint8Array(length);
  bytes.set(session, length - session.length);
  return bytes;
};

/** Whether a part is there exactly if the suite has it, and then as the suite wants it. */
const fits = <W, T>(
  wanted: W | null,
  part: T | null,
  isGood: (part: T, wanted: W) => boolean,
): boolean => (wanted === null ? part === null : part !== null && isGood(part, wanted));

const dataInput = (suite: OcraSuite, input: OcraInput): Result<Uint8Array, OcraProblem> => {
  const { counter, pinHash, session, step, questions } = input;
  if (!questions.every((text) => isQuestion(suite, text))) return err('bad-question');
  const isWhole =
    fits(suite.counter || null, counter, isFactor) &&
    fits(suite.pin, pinHash, (hash, by) => hash.length === HASH_LENGTH[by]) &&
    fits(suite.session, session, (bytes, most) => bytes.length <= most) &&
    fits(suite.stepSeconds, step, isFactor);
  if (!isWhole) return err('bad-input');
  return ok(
    concatBytes(
      utf8(suite.text),
      new Uint8Array(1),
      counter === null ? new Uint8Array() : movingFactorBytes(counter),
      questionBytes(suite.question.format, questions.join('')),
      pinHash ?? new Uint8Array(),
      session === null ? new Uint8Array() : sessionBytes(session, suite.session ?? 0),
      step === null ? new Uint8Array() : movingFactorBytes(step),
    ),
  );
};

/**
 * The answer to a question (RFC 6287, section 5): its digits as ASCII bytes, or, for a suite with 0
 * digits, the whole HMAC as lower-case hexadecimal. The caller wipes it.
 */
export const ocraAnswer = (
  suite: OcraSuite,
  seed: Uint8Array,
  input: OcraInput,
): Result<Uint8Array, OcraProblem> => {
  const message = dataInput(suite, input);
  if (!message.ok) return message;
  const mac = oathHmac(suite.hash, seed, message.value);
  const answer = suite.digits === 0 ? utf8(toHex(mac)) : truncate(mac, suite.digits);
  wipe(mac, message.value);
  return ok(answer);
};

const LETTERS = utf8('0123456789ABCDEFGHJKMNPQRSTVWXYZ');

/**
 * A new question of the suite's full length out of 64 random bytes from a cryptographic source. Of
 * letters and digits it takes those of the code's alphabet, which nobody mistakes for another.
 */
export const makeOcraQuestion = ({ question }: OcraSuite, random: Uint8Array): string => {
  if (random.length !== 64) throw new Error('a question takes 64 random bytes');
  const { format, length } = question;
  if (format === 'H') return toHex(random).slice(0, length);
  if (format === 'A') {
    return utf8Text.encode(random.slice(0, length).map((byte) => LETTERS[byte & 31] ?? 0));
  }
  // 512 bits are far more than 64 digits (213 bits): what is left of the bias is below 2^-299.
  const number = BigInt(`0x${toHex(random)}`) % 10n ** BigInt(length);
  return number.toString().padStart(length, '0');
};
