import { z } from 'zod';
import { wipe } from '../../codec/bytes.ts';
import type { Instant } from '../../ids.ts';
import { hotpCode } from './hotp.ts';
import { findMatch, type OathHash, oathHash, range, readOneTimeCode } from './one-time-code.ts';
import {
  drift,
  type MovingFactor,
  movingFactor,
  NOT_HERE,
  type OathOutcome,
  oathBasis,
  oathDigits,
  withSeed,
} from './outcome.ts';
import { sealedSeed } from './sealed-seed.ts';

/** The number of the time step of an instant (RFC 6238, section 4.2, T0 = 0). */
export const timeStep = (now: Instant, stepSeconds: number): MovingFactor =>
  Math.floor(now / (stepSeconds * 1_000)) as MovingFactor;

/** The code of a time step: HOTP with the step as its counter. The caller wipes it. */
export const totpCode = (
  hash: OathHash,
  seed: Uint8Array,
  step: number,
  digits: number,
): Uint8Array => hotpCode(hash, seed, step, digits);

/** What a terminal holds for a customer with a time-based token or an authenticator app. */
export const totpVerifier = z
  .strictObject({
    scheme: z.literal('totp'),
    ...oathBasis,
    hash: oathHash,
    digits: oathDigits,
    stepSeconds: z.int().min(10).max(300),
    /** The steps before and after the present one that count as well. */
    drift,
    seed: sealedSeed,
  })
  .refine((verifier) => verifier.notBefore < verifier.notAfter, 'validity ends before it begins');
export type TotpVerifier = z.infer<typeof totpVerifier>;

/** The newest step whose code was accepted, null before the first. */
export const totpState = z.strictObject({ lastUsed: movingFactor.nullable() });
export type TotpState = z.infer<typeof totpState>;

/**
 * Tries a code of a time-based token: the present step and `drift` on either side (RFC 6238,
 * section 5.2). A step at or below the last used one is used, so a code is good once.
 */
export const verifyTotp = (
  verifier: TotpVerifier,
  { lastUsed }: TotpState,
  pepper: Uint8Array,
  input: Uint8Array,
  now: Instant,
): OathOutcome<TotpState> => {
  const code = readOneTimeCode(input, verifier.digits);
  if (code === null) return { result: 'unreadable' };
  const outcome = withSeed(
    verifier.seed,
    pepper,
    verifier.delivery,
    (seed): OathOutcome<TotpState> => {
      const codeOf = (step: number) => totpCode(verifier.hash, seed, step, verifier.digits);
      const present = timeStep(now, verifier.stepSeconds);
      const steps = range(present - verifier.drift, present + verifier.drift);
      const isUsed = (step: number) => lastUsed !== null && step <= lastUsed;
      const found = findMatch(steps, codeOf, code);
      const used = findMatch(steps.filter(isUsed), codeOf, code);
      // Should two steps have one code: what was shown before is refused; the next step has another.
      if (used !== null) return { result: 'already-used' };
      return found === null
        ? { result: 'wrong-code' }
        : { result: 'accepted', state: { lastUsed: found as MovingFactor } };
    },
  );
  wipe(code);
  return outcome ?? NOT_HERE;
};
