import { z } from 'zod';
import { wipe } from '../../codec/bytes.ts';
import {
  findMatch,
  keyedOathHmac,
  movingFactorBytes,
  type OathHash,
  oathHash,
  oathHmac,
  range,
  readOneTimeCode,
  truncate,
} from './one-time-code.ts';
import {
  lookAhead,
  type MovingFactor,
  movingFactor,
  NOT_HERE,
  type OathOutcome,
  oathBasis,
  oathDigits,
  withSeed,
} from './outcome.ts';
import { sealedSeed } from './sealed-seed.ts';

/** The code of a counter (RFC 4226, section 5.3), as ASCII digits. The caller wipes it. */
export const hotpCode = (
  hash: OathHash,
  seed: Uint8Array,
  counter: number,
  digits: number,
): Uint8Array => {
  const mac = oathHmac(hash, seed, movingFactorBytes(counter));
  const code = truncate(mac, digits);
  wipe(mac);
  return code;
};

/** What a terminal holds for a customer with a counter-based token. */
export const hotpVerifier = z
  .strictObject({
    scheme: z.literal('hotp'),
    ...oathBasis,
    hash: oathHash,
    digits: oathDigits,
    lookAhead,
    /** How far two codes in a row are searched for: two are as good as one of twice the digits. */
    resyncAhead: z.int().min(0).max(1_000),
    seed: sealedSeed,
  })
  .refine((verifier) => verifier.notBefore < verifier.notAfter, 'validity ends before it begins');
export type HotpVerifier = z.infer<typeof hotpVerifier>;

/** The counter whose code comes next. */
export const hotpState = z.strictObject({ next: movingFactor });
export type HotpState = z.infer<typeof hotpState>;

/** A counter above this would have no successor: no token lives to see it. */
const after = (counter: number): HotpState => ({ next: (counter + 1) as MovingFactor });
const LAST_COUNTER = Number.MAX_SAFE_INTEGER - 1;

/**
 * Tries a code of a counter-based token: the expected counter and `lookAhead` after it (RFC 4226,
 * section 7.2). What is accepted moves the counter past it, so neither it nor a code before it is
 * good again.
 */
export const verifyHotp = (
  verifier: HotpVerifier,
  { next }: HotpState,
  pepper: Uint8Array,
  input: Uint8Array,
): OathOutcome<HotpState> => {
  const code = readOneTimeCode(input, verifier.digits);
  if (code === null) return { result: 'unreadable' };
  const outcome = withSeed(
    verifier.seed,
    pepper,
    verifier.delivery,
    (seed): OathOutcome<HotpState> => {
      const codeOf = (counter: number) => hotpCode(verifier.hash, seed, counter, verifier.digits);
      const ahead = range(next, Math.min(LAST_COUNTER, next + verifier.lookAhead));
      const found = findMatch(ahead, codeOf, code);
      const used = findMatch(range(next - 1, next - 1), codeOf, code);
      if (found !== null) return { result: 'accepted', state: after(found) };
      return { result: used === null ? 'wrong-code' : 'already-used' };
    },
  );
  wipe(code);
  return outcome ?? NOT_HERE;
};

/** The codes of counters, one behind the other. */
const codesOf = (
  { hash, digits }: HotpVerifier,
  seed: Uint8Array,
  counters: readonly number[],
): Uint8Array => {
  const codes = new Uint8Array(counters.length * digits);
  const keyed = keyedOathHmac(hash, seed);
  for (const [i, counter] of counters.entries()) {
    const mac = keyed.of(movingFactorBytes(counter));
    const code = truncate(mac, digits);
    codes.set(code, i * digits);
    wipe(mac, code);
  }
  keyed.end();
  return codes;
};

/**
 * Takes two codes in a row from a token that has run further ahead (RFC 4226, section 7.4), within
 * `resyncAhead`. Counted as one attempt.
 */
export const resyncHotp = (
  verifier: HotpVerifier,
  { next }: HotpState,
  pepper: Uint8Array,
  first: Uint8Array,
  second: Uint8Array,
): OathOutcome<HotpState> => {
  const codes = [first, second].map((input) => readOneTimeCode(input, verifier.digits));
  const [one, two] = codes;
  if (!one || !two) {
    for (const code of codes) if (code) wipe(code);
    return { result: 'unreadable' };
  }
  const both = new Uint8Array([...one, ...two]);
  const outcome = withSeed(
    verifier.seed,
    pepper,
    verifier.delivery,
    (seed): OathOutcome<HotpState> => {
      const last = Math.min(LAST_COUNTER - 1, next + verifier.resyncAhead);
      // Each code is the second of one pair and the first of the next: none is computed twice.
      const codes = codesOf(verifier, seed, range(next, last + 1));
      const pairAt = (counter: number) => {
        const from = (counter - next) * verifier.digits;
        return codes.slice(from, from + 2 * verifier.digits);
      };
      const found = findMatch(range(next, last), pairAt, both);
      wipe(codes);
      return found === null
        ? { result: 'wrong-code' }
        : { result: 'accepted', state: after(found + 1) };
    },
  );
  wipe(one, two, both);
  return outcome ?? NOT_HERE;
};
