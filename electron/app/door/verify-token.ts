import { assertNever } from '../../../shared/assert-never.ts';
import { copySecret, utf8, wipe } from '../../../shared/protocol/codec/bytes.ts';
import type { DeliveryId, Instant } from '../../../shared/protocol/ids.ts';
import { resyncHotp, verifyHotp } from '../../../shared/protocol/schemes/oath/hotp.ts';
import {
  type OcraSuite,
  parseOcraSuite,
} from '../../../shared/protocol/schemes/oath/ocra-suite.ts';
import type { MovingFactor, OathOutcome } from '../../../shared/protocol/schemes/oath/outcome.ts';
import { verifyTotp } from '../../../shared/protocol/schemes/oath/totp.ts';
import { askOcra, verifyOcra } from '../../../shared/protocol/schemes/oath/verify-ocra.ts';
import type { Stop, Store } from '../ports/store.ts';
import type { CountedTry } from './may-try.ts';

/** What a token's code comes to. `factor` is its counter or step, null where there is neither. */
export type TokenOutcome =
  | { readonly result: 'accepted'; readonly factor: MovingFactor | null }
  | Exclude<OathOutcome<never>, { readonly result: 'accepted' }>;

type Parts = {
  readonly store: Store;
  readonly pepper: Uint8Array;
  /** Cryptographic randomness, for questions. */
  readonly randomBytes: (length: number) => Uint8Array;
};

/** Checks the codes that customers' tokens show. */
export type TokenCheck = {
  readonly check: (counted: CountedTry, digits: Uint8Array, now: Instant) => TokenOutcome;
  /** Asks the stop's token a question, if it takes one and none is open. */
  readonly ask: (stop: Stop) => void;
  /** A wrong code ends the question: the next try is asked anew. */
  readonly askAnew: (stop: Stop) => void;
};

const QUESTION_BYTES = 64;

const suiteOf = (text: string): OcraSuite | null => {
  const parsed = parseOcraSuite(text);
  return parsed.ok ? parsed.value : null;
};

/** How many digits a stop's token shows, or null if the customer has a code and no token. */
export const tokenDigits = ({ verifier }: Stop): number | null => {
  switch (verifier.scheme) {
    case 'sealed':
      return null;
    case 'hotp':
    case 'totp':
      return verifier.digits;
    case 'ocra':
      return suiteOf(verifier.suite)?.digits ?? null;
    default:
      return assertNever(verifier);
  }
};

const before = (next: MovingFactor): MovingFactor | null =>
  next === 0 ? null : ((next - 1) as MovingFactor);

export const makeTokenCheck = ({ store, pepper, randomBytes }: Parts): TokenCheck => {
  /** The last wrong code, so that two in a row may bring a token back that has run ahead. */
  let lastWrong: { readonly delivery: DeliveryId; readonly digits: Uint8Array } | null = null;
  const forget = (): void => {
    if (lastWrong !== null) wipe(lastWrong.digits);
    lastWrong = null;
  };

  const nextOf = ({ token }: Stop): MovingFactor =>
    token === null
      ? (0 as MovingFactor)
      : (Math.max(token.next, store.tokenNext(token.id)) as MovingFactor);

  const askAnew: TokenCheck['askAnew'] = ({ delivery, verifier }) => {
    if (verifier.scheme !== 'ocra') return;
    const random = randomBytes(QUESTION_BYTES);
    const none = { question: null, nextCounter: 0 as MovingFactor };
    store.keepQuestion(delivery, askOcra(verifier, none, random).question);
  };

  const checkNow = (
    { stop }: CountedTry,
    digits: Uint8Array,
    now: Instant,
    wrongBefore: Uint8Array | null,
  ): TokenOutcome => {
    const { verifier, delivery, shortId } = stop;
    const next = nextOf(stop);
    switch (verifier.scheme) {
      case 'hotp': {
        const one = verifyHotp(verifier, { next }, pepper, digits);
        const outcome =
          one.result === 'wrong-code' && wrongBefore !== null
            ? resyncHotp(verifier, { next }, pepper, wrongBefore, digits)
            : one;
        if (outcome.result !== 'accepted') return outcome;
        return { result: 'accepted', factor: before(outcome.state.next) };
      }
      case 'totp': {
        const outcome = verifyTotp(verifier, { lastUsed: before(next) }, pepper, digits, now);
        if (outcome.result !== 'accepted') return outcome;
        return { result: 'accepted', factor: outcome.state.lastUsed };
      }
      case 'ocra': {
        const state = { question: store.question(delivery), nextCounter: next };
        // What both sides know of the session is the delivery's short id.
        const session = suiteOf(verifier.suite)?.session == null ? null : utf8(shortId);
        const outcome = verifyOcra(verifier, state, pepper, digits, session, now);
        if (outcome.result !== 'accepted') return outcome;
        const moved = outcome.state.nextCounter > next;
        return { result: 'accepted', factor: moved ? before(outcome.state.nextCounter) : null };
      }
      default:
        throw new Error('a code of a token is to be checked where there is none');
    }
  };

  return {
    check: (counted, digits, now) => {
      const { delivery } = counted.stop;
      const wrongBefore = lastWrong?.delivery === delivery ? lastWrong.digits : null;
      const outcome = checkNow(counted, digits, now, wrongBefore);
      forget();
      if (outcome.result === 'wrong-code') lastWrong = { delivery, digits: copySecret(digits) };
      return outcome;
    },
    ask: (stop) => {
      if (stop.verifier.scheme !== 'ocra' || stop.acceptance !== null) return;
      if (store.question(stop.delivery) === null) askAnew(stop);
    },
    askAnew,
  };
};
