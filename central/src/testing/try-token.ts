import type { ManifestDelivery } from '../../../shared/protocol/api/terminal.ts';
import { utf8 } from '../../../shared/protocol/codec/bytes.ts';
import type { Instant } from '../../../shared/protocol/ids.ts';
import { verifyHotp } from '../../../shared/protocol/schemes/oath/hotp.ts';
import { parseOcraSuite } from '../../../shared/protocol/schemes/oath/ocra-suite.ts';
import type { MovingFactor } from '../../../shared/protocol/schemes/oath/outcome.ts';
import { verifyTotp } from '../../../shared/protocol/schemes/oath/totp.ts';
import { verifyOcra } from '../../../shared/protocol/schemes/oath/verify-ocra.ts';

/** The factor of a token's code, or throws what the code comes to. */
export const tryToken = (
  { verifier, token, shortId }: ManifestDelivery,
  pepper: Uint8Array,
  digits: string,
  question: string | null,
  now: Instant,
): MovingFactor | null => {
  const next = token?.next ?? (0 as MovingFactor);
  const before = (factor: number) => (factor === 0 ? null : ((factor - 1) as MovingFactor));
  const typed = utf8(digits);
  switch (verifier.scheme) {
    case 'hotp': {
      const outcome = verifyHotp(verifier, { next }, pepper, typed);
      if (outcome.result !== 'accepted') throw new Error(outcome.result);
      return before(outcome.state.next);
    }
    case 'totp': {
      const outcome = verifyTotp(verifier, { lastUsed: before(next) }, pepper, typed, now);
      if (outcome.result !== 'accepted') throw new Error(outcome.result);
      return outcome.state.lastUsed;
    }
    case 'ocra': {
      const suite = parseOcraSuite(verifier.suite);
      const session = suite.ok && suite.value.session !== null ? utf8(shortId) : null;
      const state = { question, nextCounter: next };
      const outcome = verifyOcra(verifier, state, pepper, typed, session, now);
      if (outcome.result !== 'accepted') throw new Error(outcome.result);
      return suite.ok && suite.value.counter ? before(outcome.state.nextCounter) : null;
    }
    default:
      throw new Error('the customer has no token');
  }
};
