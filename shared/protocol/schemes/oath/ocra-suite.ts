import { z } from 'zod';
import { err, ok, type Result } from '../../../result.ts';
import type { OathHash } from './one-time-code.ts';

/** The form of a question: letters and digits, decimal digits, or hexadecimal ones. */
export type QuestionFormat = 'A' | 'N' | 'H';

/** An OCRA suite (RFC 6287, section 6), taken apart. */
export type OcraSuite = {
  /** The suite as it was written: it is a part of what is computed. */
  readonly text: string;
  readonly hash: OathHash;
  /** How many digits the answer has, 4 … 10; 0: the whole HMAC. */
  readonly digits: number;
  readonly counter: boolean;
  readonly question: { readonly format: QuestionFormat; readonly length: number };
  /** The hash of a PIN is a part of it. */
  readonly pin: OathHash | null;
  /** How many bytes of session information are a part of it. */
  readonly session: number | null;
  /** The time step in seconds. */
  readonly stepSeconds: number | null;
};

/**
 * One suite, whole: algorithm, function and input in their fixed order, every length written out.
 * The defaults that RFC 6287 has for lengths left out are not taken: a suite says what it means.
 */
const SUITE =
  /^OCRA-1:HOTP-(SHA1|SHA256|SHA512)-(0|[4-9]|10):(C-)?Q([ANH])(\d\d)(?:-P(SHA1|SHA256|SHA512))?(?:-S(\d{3}))?(?:-T([1-9]\d?)([SMH]))?$/;

const UNIT_SECONDS = { S: 1, M: 60, H: 3_600 } as const;
const MOST = { S: 59, M: 59, H: 48 } as const;
type Unit = keyof typeof MOST;

/** Takes a suite apart. Capital letters alone; anything that is not exactly a suite is refused. */
export const parseOcraSuite = (text: string): Result<OcraSuite, 'not-a-suite'> => {
  const match = SUITE.exec(text);
  if (match === null) return err('not-a-suite');
  const [, hash, digits, counter, format, length, pin, session, steps, unit] = match;
  const questionLength = Number(length);
  const sessionLength = session === undefined ? null : Number(session);
  if (questionLength < 4 || questionLength > 64) return err('not-a-suite');
  if (sessionLength !== null && (sessionLength < 1 || sessionLength > 512)) {
    return err('not-a-suite');
  }
  // Without a time step there are no numbers, and the comparison is false.
  if (Number(steps) > MOST[unit as Unit]) return err('not-a-suite');
  return ok({
    text,
    hash: hash as OathHash,
    digits: Number(digits),
    counter: counter !== undefined,
    question: { format: format as QuestionFormat, length: questionLength },
    pin: (pin as OathHash | undefined) ?? null,
    session: sessionLength,
    stepSeconds: steps === undefined ? null : Number(steps) * UNIT_SECONDS[unit as Unit],
  });
};

/** A suite as text, as it stands in a verifier. */
export const ocraSuiteText = z
  .string()
  .refine((text) => parseOcraSuite(text).ok, 'not an OCRA suite')
  .brand<'OcraSuiteText'>();
