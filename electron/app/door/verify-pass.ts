import { assertNever } from '../../../shared/assert-never.ts';
import { type CentralKey, keyList, openDocument } from '../../../shared/protocol/api/signed.ts';
import { verifySignature } from '../../../shared/protocol/crypto/keys.ts';
import type { DeliveryId } from '../../../shared/protocol/ids.ts';
import { openPass, type PassVerdict } from '../../../shared/protocol/schemes/pass.ts';
import type { Refusal } from '../../../shared/protocol/verdict.ts';
import type { ClockReading } from '../clock/read-clock.ts';
import type { Stop, Store } from '../ports/store.ts';
import { leaseRefusal, refusalForAll, usedBefore } from './may-try.ts';

type ValidPass = Extract<PassVerdict, { readonly result: 'valid' }>;

/** A pass that may be accepted. Its presence key is the taker's to wipe. */
export type PassOutcome =
  | { readonly result: 'refused'; readonly delivery: DeliveryId | null; readonly refusal: Refusal }
  | {
      readonly result: 'good';
      readonly valid: ValidPass;
      /** Null for a delivery that the manifest does not have. */
      readonly stop: Stop | null;
    };

/** Judges signed passes; what is accepted is for the caller to write. */
export type PassCheck = {
  /** The delivery that a pass is for, if it is to be believed, here and now; else null. */
  readonly names: (
    text: Uint8Array,
  ) => { readonly delivery: DeliveryId; readonly listed: boolean } | null;
  readonly check: (text: Uint8Array) => PassOutcome;
};

type Parts = { readonly store: Store; readonly readClock: () => ClockReading };

const trustedKeys = (store: Store): readonly CentralKey[] => {
  const record = store.terminal();
  if (record === null) return [];
  const list = openDocument('keys', keyList, record.keys, record.root, verifySignature);
  return list.ok ? list.value.keys : [];
};

/** What a pass that is not valid comes to. The driver is not told which check it failed. */
const refusalOf = (verdict: Exclude<PassVerdict, ValidPass>, clock: ClockReading): Refusal => {
  switch (verdict.result) {
    case 'unreadable':
    case 'unknown-key':
    case 'bad-signature':
      return { reason: 'unreadable' };
    case 'not-for-this-terminal':
      return { reason: 'not-for-this-terminal' };
    case 'not-yet-valid':
      return clock.untrusted
        ? { reason: 'clock-untrusted' }
        : { reason: 'not-yet-valid', from: verdict.from };
    case 'expired':
      return clock.untrusted
        ? { reason: 'clock-untrusted' }
        : { reason: 'expired', since: verdict.since };
    default:
      return assertNever(verdict);
  }
};

export const makePassCheck = ({ store, readClock }: Parts): PassCheck => {
  const open = (text: Uint8Array, clock: ClockReading): PassVerdict => {
    const record = store.terminal();
    if (record === null) return { result: 'unreadable' };
    const { terminal, depot } = record.grant;
    const here = { terminal, depot, routes: store.routes().map(({ name }) => name) };
    return openPass(text, trustedKeys(store), here, clock.now.at, verifySignature);
  };

  /** What refuses a good pass: it or its delivery is used or taken back, the lease, the clock. */
  const refusalFor = ({ pass }: ValidPass, stop: Stop | null, clock: ClockReading) => {
    const used = store.acceptanceOf(pass.delivery);
    if (used !== null) return usedBefore(used);
    // The same pass for another delivery cannot be: what it says is signed. A double is refused all the same.
    if (store.isPassUsed(pass.once)) return { reason: 'already-used', at: null, by: null } as const;
    if (store.isPassWithdrawn(pass.once)) return { reason: 'revoked' } as const;
    // Central took the delivery away, and it is erased.
    if (store.erased(pass.delivery) !== null) return { reason: 'revoked' } as const;
    const forAll = stop === null ? leaseRefusal(clock) : refusalForAll(stop, clock);
    if (forAll !== null) return forAll;
    return clock.untrusted ? ({ reason: 'clock-untrusted' } as const) : null;
  };

  return {
    names: (text) => {
      const verdict = open(text, readClock());
      if (verdict.result !== 'valid') return null;
      verdict.presence.wipe();
      const { delivery } = verdict.pass;
      return { delivery, listed: store.stop(delivery) !== null };
    },
    check: (text) => {
      const clock = readClock();
      const verdict = open(text, clock);
      if (verdict.result !== 'valid') {
        return { result: 'refused', delivery: null, refusal: refusalOf(verdict, clock) };
      }
      const { delivery } = verdict.pass;
      const stop = store.stop(delivery);
      const refusal = refusalFor(verdict, stop, clock);
      if (refusal === null) return { result: 'good', valid: verdict, stop };
      verdict.presence.wipe();
      return { result: 'refused', delivery, refusal };
    },
  };
};
