import { assertNever } from '../../../shared/assert-never.ts';
import type { DeliveryCode } from '../../../shared/protocol/code/delivery-code.ts';
import { wipe } from '../../../shared/protocol/codec/bytes.ts';
import type { Argon2id } from '../../../shared/protocol/crypto/argon2id.ts';
import type { DeliveryId } from '../../../shared/protocol/ids.ts';
import { readOneTimeCode } from '../../../shared/protocol/schemes/oath/one-time-code.ts';
import { trySealedCode } from '../../../shared/protocol/schemes/sealed.ts';
import type { Purpose, Refusal, Unlisted, Verdict } from '../../../shared/protocol/verdict.ts';
import { err, ok, type Result } from '../../../shared/result.ts';
import type { Standing } from '../../../shared/terminal/door/door-state.ts';
import type { ProblemCode } from '../../../shared/terminal/problem.ts';
import type { ClockReading } from '../clock/read-clock.ts';
import type { LogWriter } from '../log/write-log.ts';
import type { Stop, Store } from '../ports/store.ts';
import { accept, type Said } from './accept.ts';
import {
  attemptsLeft,
  type CountedTry,
  countTry,
  giveBack,
  mayTry,
  refusalForAll,
  refusalOfErased,
} from './may-try.ts';
import { makePassCheck, type PassCheck } from './verify-pass.ts';
import { makeTokenCheck, type TokenCheck, tokenDigits } from './verify-token.ts';

type Judged = Promise<Result<Verdict, ProblemCode>>;

/**
 * Judges what is shown at the door. Every verdict is in the log before it is given back. Codes,
 * digits and passes are the caller's to wipe.
 */
export type VerifyScan = {
  /** A code for one stop. */
  readonly judge: (
    delivery: DeliveryId,
    purpose: Purpose,
    code: DeliveryCode,
    said: Said,
  ) => Judged;
  /** What the customer's token shows. */
  readonly judgeToken: (delivery: DeliveryId, digits: Uint8Array, said: Said) => Judged;
  /** A signed pass, for the stop that it names or for a delivery that the manifest does not have. */
  readonly judgePass: (text: Uint8Array, stop: DeliveryId | null, said: Said) => Judged;
  readonly passNames: PassCheck['names'];
  /** How a stop stands before anything that was shown for it is looked at. */
  readonly standing: (delivery: DeliveryId, shown: Purpose | 'pass') => Standing;
  /** Asks a stop's token its question, if it takes one. */
  readonly ask: (delivery: DeliveryId) => void;
  /** A refusal that needs no code: a typo, an unknown label, another customer's QR. */
  readonly refuse: (delivery: DeliveryId | null, refusal: Refusal) => Judged;
};

type Parts = {
  readonly store: Store;
  readonly log: LogWriter;
  readonly pepper: Uint8Array;
  readonly argon2id: Argon2id;
  readonly randomBytes: (length: number) => Uint8Array;
  readonly readClock: () => ClockReading;
};

export const makeVerifyScan = (parts: Parts): VerifyScan => {
  const { store, log, pepper, argon2id, readClock } = parts;
  const passes = makePassCheck(parts);
  const tokens = makeTokenCheck(parts);

  const triesOf = ({ tries }: Stop): number => tries['hand-over'].count + tries.override.count;

  const triesAt = (delivery: DeliveryId | null) => {
    const stop = delivery === null ? null : store.stop(delivery);
    if (stop !== null) return { epoch: stop.epoch, counted: triesOf(stop) };
    const erased = delivery === null ? null : store.erased(delivery);
    return { epoch: erased?.epoch ?? null, counted: erased?.tries ?? 0 };
  };

  const refuse: VerifyScan['refuse'] = async (delivery, refusal) => {
    const { epoch, counted } = triesAt(delivery);
    const entry = await log.append({ kind: 'attempt', delivery, epoch, refusal, counted });
    return entry.ok ? ok({ result: 'refused', ...refusal }) : err(entry.error);
  };

  const refuseUnheld = (delivery: DeliveryId): Judged => {
    const erased = store.erased(delivery);
    return erased === null
      ? refuse(null, { reason: 'unknown-delivery' })
      : refuse(delivery, refusalOfErased(erased));
  };

  /** Whether it is the code of the message before, which this terminal could judge as well. */
  const isOlderCode = async ({ stop, purpose }: CountedTry, code: DeliveryCode) => {
    if (purpose !== 'hand-over' || stop.earlier === null) return false;
    const presence = await trySealedCode(stop.earlier, pepper, code, argon2id);
    presence?.wipe();
    return presence !== null;
  };

  /** It was no guess: the entry and the try that is given back are one transaction. */
  const refuseOlder = async (counted: CountedTry): Judged => {
    const { stop } = counted;
    const { delivery, epoch } = stop;
    const refusal = { reason: 'older-code' } as const;
    // The stop is as it was before the try was counted.
    const content = { kind: 'attempt', delivery, epoch, refusal, counted: triesOf(stop) } as const;
    const entry = await log.append(content, (writer) => giveBack(writer, counted));
    return entry.ok ? ok({ result: 'refused', ...refusal }) : err(entry.error);
  };

  const judge: VerifyScan['judge'] = async (delivery, purpose, code, said) => {
    const stop = store.stop(delivery);
    if (stop === null) return refuseUnheld(delivery);
    const verifier = purpose === 'override' ? stop.override : stop.verifier;
    const ready = mayTry(stop, purpose, readClock(), store.policy());
    if (!ready.ok) return refuse(delivery, ready.error);
    // The customer has a token, and no such code was ever made.
    if (verifier.scheme !== 'sealed') return refuse(delivery, { reason: 'unreadable' });

    const counted = countTry(store, ready.value);
    // Whatever the code is, an entry says so: the keychain is read while it is derived.
    log.expectEntry();
    const presence = await trySealedCode(verifier, pepper, code, argon2id);
    if (presence === null) {
      if (await isOlderCode(counted, code)) return refuseOlder(counted);
      return refuse(delivery, { reason: 'wrong-code', attemptsLeft: attemptsLeft(counted) });
    }
    try {
      const shown = { scheme: 'sealed', presence } as const;
      const { epoch } = stop;
      return await accept(log, { delivery, epoch, purpose, shown, said, stop });
    } finally {
      presence.wipe();
    }
  };

  const judgeToken: VerifyScan['judgeToken'] = async (delivery, digits, said) => {
    const stop = store.stop(delivery);
    if (stop === null) return refuseUnheld(delivery);
    const { epoch, token } = stop;
    const clock = readClock();
    const ready = mayTry(stop, 'hand-over', clock, store.policy());
    if (!ready.ok) return refuse(delivery, ready.error);
    // What has not the form of the token's codes is no attempt.
    const code = readOneTimeCode(digits, tokenDigits(stop) ?? 0);
    if (token === null || code === null) return refuse(delivery, { reason: 'unreadable' });
    wipe(code);

    const counted = countTry(store, ready.value);
    const outcome = tokens.check(counted, digits, clock.now.at);
    if (outcome.result === 'accepted') {
      const shown = { scheme: 'oath', token: token.id, factor: outcome.factor } as const;
      const purpose = 'hand-over' as const;
      return accept(log, { delivery, epoch, purpose, shown, said, stop });
    }
    tokens.askAnew(stop);
    return refuse(delivery, refusalOfToken(outcome, attemptsLeft(counted)));
  };

  const judgePass: VerifyScan['judgePass'] = async (text, at, said) => {
    const outcome = passes.check(text);
    if (outcome.result === 'refused') return refuse(outcome.delivery ?? at, outcome.refusal);
    const { stop, valid } = outcome;
    const { delivery, epoch, once, customer, name, address, parcels } = valid.pass;
    // One that was not good when it arrived may be by now, behind a verdict that stood.
    if (at !== null && delivery !== at) {
      valid.presence.wipe();
      return refuse(at, { reason: 'wrong-customer', other: delivery });
    }
    const unlisted: Unlisted | null =
      stop === null ? { delivery, reference: customer, name, address, parcels } : null;
    try {
      const shown = { scheme: 'pass', presence: valid.presence, once } as const;
      const claim = { delivery, epoch, purpose: 'hand-over' } as const;
      return await accept(log, { ...claim, shown, said, stop, unlisted });
    } finally {
      valid.presence.wipe();
    }
  };

  const standing: VerifyScan['standing'] = (delivery, shown) => {
    const stop = store.stop(delivery);
    if (stop === null) return { open: false, wait: null };
    const clock = readClock();
    const { parcels, instructions } = stop;
    const policy = store.policy();
    const { unscanned, missingEvidence } = policy;
    const open = { open: true, parcels, unscanned, instructions, missingEvidence } as const;
    if (shown === 'pass') {
      return refusalForAll(stop, clock) === null ? open : { open: false, wait: null };
    }
    const may = mayTry(stop, shown, clock, policy);
    if (may.ok) return open;
    return { open: false, wait: may.error.reason === 'locked' ? may.error.until : null };
  };

  return {
    judge,
    judgeToken,
    judgePass,
    standing,
    passNames: passes.names,
    ask: (delivery) => {
      const stop = store.stop(delivery);
      if (stop !== null) tokens.ask(stop);
    },
    refuse,
  };
};

const refusalOfToken = (
  { result }: Exclude<ReturnType<TokenCheck['check']>, { readonly result: 'accepted' }>,
  left: number,
): Refusal => {
  switch (result) {
    case 'wrong-code':
      return { reason: 'wrong-code', attemptsLeft: left };
    case 'already-used':
      return { reason: 'already-used', at: null, by: null };
    case 'unreadable':
    case 'not-for-this-terminal':
      return { reason: result };
    default:
      return assertNever(result);
  }
};
