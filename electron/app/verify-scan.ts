import type { DeliveryCode } from '../../shared/code/delivery-code.ts';
import type { Argon2id } from '../../shared/crypto/argon2id.ts';
import type { DeliveryId, ParcelLabel } from '../../shared/ids.ts';
import { signPresence } from '../../shared/log/chain.ts';
import type { ProblemCode } from '../../shared/problem.ts';
import { err, ok, type Result } from '../../shared/result.ts';
import { checkValidity, trySealedCode } from '../../shared/schemes/sealed.ts';
import type { TrustedTime } from '../../shared/time/trusted-time.ts';
import type { Refusal, Verdict } from '../../shared/verdict.ts';
import type { Stop, Store } from './ports.ts';
import type { LogWriter } from './write-log.ts';

/** Judges what is shown at the door. Every verdict is in the log before it is given back. */
export type VerifyScan = {
  /** A code for one stop. The code is the caller's to wipe. */
  readonly judge: (
    delivery: DeliveryId,
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
  readonly readTime: () => TrustedTime;
};

/** What refuses a stop before any code is looked at, or null. */
const refusalBeforeCode = (stop: Stop, now: TrustedTime): Refusal | null => {
  if (stop.acceptance !== null) {
    return { reason: 'already-used', at: stop.acceptance.at, by: stop.acceptance.driver };
  }
  const validity = checkValidity(stop.verifier, now.at);
  if (validity === 'not-yet-valid') return { reason: validity, from: stop.verifier.notBefore };
  if (validity === 'expired') return { reason: validity, since: stop.verifier.notAfter };
  return stop.tries >= stop.verifier.attempts ? { reason: 'locked' } : null;
};

export const makeVerifyScan = ({ store, log, pepper, argon2id, readTime }: Parts): VerifyScan => {
  const refuse: VerifyScan['refuse'] = async (delivery, refusal) => {
    const stop = delivery === null ? null : store.stop(delivery);
    const entry = await log.append({
      kind: 'attempt',
      delivery,
      epoch: stop?.epoch ?? null,
      refusal,
      counted: stop?.tries ?? 0,
    });
    return entry.ok ? ok({ result: 'refused', ...refusal }) : err(entry.error);
  };

  const judge: VerifyScan['judge'] = async (delivery, code, parcels) => {
    const stop = store.stop(delivery);
    if (stop === null) return refuse(null, { reason: 'unknown-delivery' });
    const early = refusalBeforeCode(stop, readTime());
    if (early !== null) return refuse(delivery, early);

    const tries = store.countTry(delivery, stop.epoch);
    const presence = await trySealedCode(stop.verifier, pepper, code, argon2id);
    if (presence === null) {
      const attemptsLeft = Math.max(0, stop.verifier.attempts - tries);
      return refuse(delivery, { reason: 'wrong-code', attemptsLeft });
    }
    try {
      const handOver = { delivery, epoch: stop.epoch };
      const entry = await log.append(
        (context, after) => ({
          kind: 'hand-over',
          scheme: 'sealed',
          ...handOver,
          parcels: [...parcels],
          presence: signPresence(presence, context, after, handOver),
        }),
        (writer, { sequence, time, driver }) => {
          if (!writer.accept({ ...handOver, sequence, at: time.at, driver })) {
            throw new Error('the delivery was accepted by someone else meanwhile');
          }
        },
      );
      return entry.ok ? ok({ result: 'accepted' }) : err(entry.error);
    } finally {
      presence.wipe();
    }
  };

  return { judge, refuse };
};
