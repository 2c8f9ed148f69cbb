import { z } from 'zod';
import { wipe } from '../../codec/bytes.ts';
import type { Instant } from '../../ids.ts';
import { makeOcraQuestion, ocraAnswer } from './ocra.ts';
import { type OcraSuite, ocraSuiteText, parseOcraSuite } from './ocra-suite.ts';
import { findMatch, range, readOneTimeCode } from './one-time-code.ts';
import {
  drift,
  lookAhead,
  type MovingFactor,
  movingFactor,
  NOT_HERE,
  type OathOutcome,
  oathBasis,
  withSeed,
} from './outcome.ts';
import { openSeed, sealedSeed } from './sealed-seed.ts';
import { timeStep } from './totp.ts';

const suiteOf = (text: string): OcraSuite => {
  const parsed = parseOcraSuite(text);
  if (!parsed.ok) throw new Error('the verifier was not parsed');
  return parsed.value;
};

/** What a terminal holds for a customer whose token answers questions. */
export const ocraVerifier = z
  .strictObject({
    scheme: z.literal('ocra'),
    ...oathBasis,
    suite: ocraSuiteText,
    /** For a suite with a counter: how many after the expected one are tried. */
    lookAhead,
    /** For a suite with time: the steps before and after the present one that count as well. */
    drift,
    seed: sealedSeed,
    /** The sealed hash of the PIN, for a suite that has one. */
    pin: sealedSeed.nullable(),
  })
  .refine((verifier) => verifier.notBefore < verifier.notAfter, 'validity ends before it begins')
  .refine((verifier) => {
    const parsed = parseOcraSuite(verifier.suite);
    return !parsed.ok || (parsed.value.digits >= 6 && parsed.value.question.length >= 6);
  }, 'an answer that is typed has six to ten digits, and its question at least six')
  .refine((verifier) => {
    const parsed = parseOcraSuite(verifier.suite);
    return !parsed.ok || (parsed.value.pin !== null) === (verifier.pin !== null);
  }, 'a PIN exactly if the suite has one');
export type OcraVerifier = z.infer<typeof ocraVerifier>;

/** What must be kept between a question and its answer, and between deliveries. */
export const ocraState = z.strictObject({
  /** The question that was asked last, null once it has been answered rightly. */
  question: z.string().max(64).nullable(),
  nextCounter: movingFactor,
});
export type OcraState = z.infer<typeof ocraState>;

/** Asks: a new question, to be shown to the customer, and the state to be kept before it is. */
export const askOcra = (
  verifier: OcraVerifier,
  state: OcraState,
  random: Uint8Array,
): OcraState & { readonly question: string } => ({
  ...state,
  question: makeOcraQuestion(suiteOf(verifier.suite), random),
});

type Candidate = { readonly counter: number | null; readonly step: number | null };

const stepsAround = (now: Instant, stepSeconds: number, either: number): readonly number[] => {
  const present = timeStep(now, stepSeconds);
  return range(present - either, present + either);
};

/** Every moving factor that an answer may have now. A step may come again: its question does not. */
const candidatesOf = (
  verifier: OcraVerifier,
  suite: OcraSuite,
  state: OcraState,
  now: Instant,
): readonly Candidate[] => {
  const last = Math.min(Number.MAX_SAFE_INTEGER - 1, state.nextCounter + verifier.lookAhead);
  const counters = suite.counter ? range(state.nextCounter, last) : [null];
  const steps =
    suite.stepSeconds === null ? [null] : stepsAround(now, suite.stepSeconds, verifier.drift);
  return counters.flatMap((counter) => steps.map((step) => ({ counter, step })));
};

/**
 * Tries the answer to the question that was asked. A question is answered once: with the acceptance
 * it is gone, and the counter moves on. After a wrong answer the caller asks anew. `session` is what
 * both sides know of the session, for a suite that has it; `unreadable` also if that or the question
 * is not of the suite's form.
 */
export const verifyOcra = (
  verifier: OcraVerifier,
  state: OcraState,
  pepper: Uint8Array,
  input: Uint8Array,
  session: Uint8Array | null,
  now: Instant,
): OathOutcome<OcraState> => {
  const suite = suiteOf(verifier.suite);
  const { question } = state;
  if (question === null) return { result: 'already-used' };
  const code = readOneTimeCode(input, suite.digits);
  if (code === null) return { result: 'unreadable' };
  const pinHash =
    verifier.pin === null ? null : openSeed(verifier.pin, pepper, verifier.delivery, 'pin');
  const outcome = withSeed(
    verifier.seed,
    pepper,
    verifier.delivery,
    (seed): OathOutcome<OcraState> => {
      const answerFor = (factors: Candidate) =>
        ocraAnswer(suite, seed, { questions: [question], pinHash, session, ...factors });
      const candidates = candidatesOf(verifier, suite, state, now);
      let isOfForm = true;
      const codeOf = (factors: Candidate): Uint8Array => {
        const answer = answerFor(factors);
        isOfForm = answer.ok;
        return answer.ok ? answer.value : new Uint8Array();
      };
      const found = findMatch(candidates, codeOf, code);
      // The form of what goes in is the same for every candidate.
      if (!isOfForm) return { result: 'unreadable' };
      if (found === null) return { result: 'wrong-code' };
      const nextCounter = found.counter === null ? state.nextCounter : found.counter + 1;
      return {
        result: 'accepted',
        state: { question: null, nextCounter: nextCounter as MovingFactor },
      };
    },
  );
  wipe(code);
  if (pinHash !== null) wipe(pinHash);
  const isPinHere = (verifier.pin === null) === (pinHash === null);
  return outcome !== null && isPinHere ? outcome : NOT_HERE;
};
