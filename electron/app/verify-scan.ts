import type { DeliveryCode } from '../../shared/code/delivery-code.ts';
import type { Argon2id } from '../../shared/crypto/argon2id.ts';
import type { DeliveryId, Instant, ParcelLabel } from '../../shared/ids.ts';
import { signPresence } from '../../shared/log/chain.ts';
import { waitAfter } from '../../shared/policy.ts';
import type { ProblemCode } from '../../shared/problem.ts';
import { err, ok, type Result } from '../../shared/result.ts';
import { checkValidity, trySealedCode } from '../../shared/schemes/sealed.ts';
import type { Purpose, Refusal, Verdict } from '../../shared/verdict.ts';
import type { Stop, Store } from './ports.ts';
import type { ClockReading } from './read-clock.ts';
import type { LogWriter } from './write-log.ts';

/** Judges what is shown at the door. Every verdict is in the log before it is given back. */
export type VerifyScan = {
  /** A code for one stop. The code is the caller's to wipe. */
  readonly judge: (
    delivery: DeliveryId,
    purpose: Purpose,
    code: DeliveryCode,
    parcels: readonly ParcelLabel[],
  ) => Promise<Result<Verdict, ProblemCode>>;
  /** A refusal that needs no code: a typo, an unknown label, another customer's QR. */
  readonly refuse: (
    delivery: DeliveryId | null,
    refusal: Refusal,
  ) => Promise<Result<Verdict, ProblemCode>>;
};

type Parts = {
  readonly store: Store;
  readonly log: LogWriter;
  readonly pepper: Uint8Array;
  readonly argon2id: Argon2id;
  readonly readClock: () => ClockReading;
};

/** What refuses a stop to everybody, the dispatcher too. */
const refusalForAll = (stop: Stop, clock: ClockReading): Refusal | null => {
  if (stop.acceptance !== null) {
    return { reason: 'already-used', at: stop.acceptance.at, by: stop.acceptance.driver };
  }
  if (stop.withdrawn) return { reason: 'revoked' };
  const { now, leaseEnds } = clock;
  // Without a single docking there is no lease to have: such a terminal has no stops either.
  return leaseEnds !== null && now.at >= leaseEnds
    ? { reason: 'lease-ended', since: leaseEnds }
    : null;
};

const refusalByTime = (stop: Stop, purpose: Purpose, clock: ClockReading): Refusal | null => {
  // The dispatcher, on the telephone, is what helps where the clock cannot be believed.
  if (clock.untrusted) return purpose === 'override' ? null : { reason: 'clock-untrusted' };
  const { notBefore, notAfter } = purpose === 'override' ? stop.override : stop.verifier;
  const validity = checkValidity({ notBefore, notAfter }, clock.now.at);
  if (validity === 'not-yet-valid') return { reason: validity, from: notBefore };
  return validity === 'expired' ? { reason: validity, since: notAfter } : null;
};

const refusalByTries = (
  stop: Stop,
  purpose: Purpose,
  now: Instant,
  store: Store,
): Refusal | null => {
  const { count, lastAt } = stop.tries[purpose];
  const { attempts } = purpose === 'override' ? stop.override : stop.verifier;
  if (count >= attempts) return { reason: 'locked', until: null };
  if (lastAt === null) return null;
  const until = (lastAt + waitAfter(count, store.policy())) as Instant;
  return now < until ? { reason: 'locked', until } : null;
};

export const makeVerifyScan = (parts: Parts): VerifyScan => {
  const { store, log, pepper, argon2id, readClock } = parts;

  const refuse: VerifyScan['refuse'] = async (delivery, refusal) => {
    const stop = delivery === null ? null : store.stop(delivery);
    const entry = await log.append({
      kind: 'attempt',
      delivery,
      epoch: stop?.epoch ?? null,
      refusal,
      counted: stop === null ? 0 : stop.tries['hand-over'].count + stop.tries.override.count,
    });
    return entry.ok ? ok({ result: 'refused', ...refusal }) : err(entry.error);
  };

  const judge: VerifyScan['judge'] = async (delivery, purpose, code, parcels) => {
    const stop = store.stop(delivery);
    if (stop === null) return refuse(null, { reason: 'unknown-delivery' });
    const clock = readClock();
    const early =
      refusalForAll(stop, clock) ??
      refusalByTime(stop, purpose, clock) ??
      refusalByTries(stop, purpose, clock.now.at, store);
    if (early !== null) return refuse(delivery, early);

    const verifier = purpose === 'override' ? stop.override : stop.verifier;
    const tries = store.countTry(stop, purpose, clock.now.at);
    const presence = await trySealedCode(verifier, pepper, code, argon2id);
    if (presence === null) {
      const attemptsLeft = Math.max(0, verifier.attempts - tries);
      return refuse(delivery, { reason: 'wrong-code', attemptsLeft });
    }
    try {
      const claim = { delivery, epoch: stop.epoch, purpose };
      const entry = await log.append(
        (context, after) => ({
          kind: 'hand-over',
          scheme: 'sealed',
          ...claim,
          parcels: [...parcels],
          presence: signPresence(presence, context, after, claim),
        }),
        (writer, { sequence, time, driver }) => {
          if (!writer.accept({ ...claim, sequence, at: time.at, driver })) {
            throw new Error('the delivery was accepted by someone else meanwhile');
          }
        },
      );
      return entry.ok ? ok({ result: 'accepted', by: purpose }) : err(entry.error);
    } finally {
      presence.wipe();
    }
  };

  return { judge, refuse };
};
