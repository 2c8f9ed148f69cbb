import { wipe } from '../../shared/bytes.ts';
import type { DeliveryCode } from '../../shared/code/delivery-code.ts';
import {
  asksFor,
  type DoorEffect,
  type DoorEvent,
  type DoorInput,
  type DoorState,
  doorStep,
  initialDoor,
  mayTake,
  stopOnScreen,
} from '../../shared/door/door.ts';
import type { DeliveryId } from '../../shared/ids.ts';
import { NOTHING_PARTICULAR } from '../../shared/nothing-particular.ts';

import { type ProblemCode, problemOf } from '../../shared/problem.ts';
import type { Result } from '../../shared/result.ts';
import type { ScanInput } from '../../shared/scan/scan-input.ts';
import type { Verdict } from '../../shared/verdict.ts';
import type { Said } from './accept.ts';
import type { Store } from './ports.ts';
import type { VerifyScan } from './verify-scan.ts';

/** What comes to the door: a scan, or digits typed where the customer has a token. */
export type DoorScan = ScanInput | { readonly kind: 'token'; readonly digits: Uint8Array };

/** Makes the scanner that scanned say, with its own beeper and LED, what came of it. */
export type ScanSignal = (signal: 'good' | 'bad') => void;

/** Where an input comes from: the keypad at the door of a stop, or a scanner. */
export type InputFrom = { readonly typedFor?: DeliveryId; readonly signal?: ScanSignal };

/** Runs the door: keeps inputs in order, carries out what the state machine asks for. */
export type Door = {
  readonly state: () => DoorState;
  /** A scan or a typed code. It is taken at once or kept until its turn; its code is wiped after. */
  readonly input: (input: DoorScan, from?: InputFrom) => void;
  /** Something that the driver touched; false if it has no effect now. */
  readonly touch: (
    event: DoorEvent & { type: 'open' | 'close' | 'ask' | 'prepare' | 'excepted' | 'acknowledge' },
  ) => boolean;
};

/** More scans than a driver can make while one verdict stands; what comes beyond is not taken. */
const MAX_WAITING = 32;

/** What is to be judged beside its input: the bytes that are wiped after. */
type Secret =
  | { readonly kind: 'code'; readonly bytes: DeliveryCode }
  | { readonly kind: 'token' | 'pass'; readonly bytes: Uint8Array };

type Waiting = {
  readonly input: DoorInput;
  readonly secret: Secret | null;
  readonly signal: ScanSignal | null;
};

const secretOf = (input: DoorScan): Secret | null => {
  switch (input.kind) {
    case 'code':
      return { kind: 'code', bytes: input.code };
    case 'token':
      return { kind: 'token', bytes: input.digits };
    case 'pass':
      return { kind: 'pass', bytes: input.text };
    default:
      return null;
  }
};

type Parts = {
  readonly store: Store;
  readonly verify: VerifyScan;
  readonly changed: () => void;
  /** The terminal cannot write its log or its keychain any more: nothing may be accepted. */
  readonly failed: (problem: ProblemCode) => void;
};

export const makeDoor = ({ store, verify, changed, failed }: Parts): Door => {
  let state: DoorState = initialDoor;
  const waiting: Waiting[] = [];

  const saidAt = (stop: DeliveryId | null): Said => ({
    ...((stop === null ? null : state.particulars.get(stop)) ?? NOTHING_PARTICULAR),
    parcels: stop === null ? [] : [...(state.ticked.get(stop) ?? [])],
  });

  const carryOut = (
    effect: DoorEffect,
    secret: Secret | null,
  ): Promise<Result<Verdict, ProblemCode>> => {
    if (effect.type === 'refuse') return verify.refuse(effect.stop, effect.refusal);
    const { stop } = effect;
    if (effect.type === 'judge' && secret?.kind === 'code') {
      return verify.judge(effect.stop, effect.purpose, secret.bytes, saidAt(stop));
    }
    if (effect.type === 'judge' && secret?.kind === 'token') {
      return verify.judgeToken(effect.stop, secret.bytes, saidAt(stop));
    }
    if (effect.type === 'judge-pass' && secret?.kind === 'pass') {
      return verify.judgePass(secret.bytes, stop, saidAt(stop));
    }
    throw new Error('something is to be judged that did not come');
  };

  const step = (event: DoorEvent): DoorEffect | null => {
    const next = doorStep(state, event);
    state = next.state;
    // The question is kept before anybody sees it.
    if (state.at.name === 'door') verify.ask(state.at.stop);
    changed();
    return next.effect;
  };

  const take = async ({ input, secret, signal }: Waiting): Promise<void> => {
    try {
      const effect = step(input);
      if (effect === null) {
        if (state.at.name === 'door' && state.at.elsewhere !== null) signal?.('bad');
        return;
      }
      const verdict = await carryOut(effect, secret);
      if (verdict.ok) {
        step({ type: 'judged', verdict: verdict.value });
        signal?.(verdict.value.result === 'accepted' ? 'good' : 'bad');
      } else failed(verdict.error);
    } finally {
      if (secret !== null) wipe(secret.bytes);
    }
  };

  const takeNext = (): void => {
    const next = waiting[0];
    if (next === undefined || !mayTake(state, next.input)) return;
    waiting.shift();
    take(next).then(takeNext, (error: unknown) => failed(problemOf(error)));
  };

  const resolve = (input: DoorScan, typedFor: DeliveryId | null): DoorInput => {
    const typed = typedFor !== null;
    const stop = typedFor ?? stopOnScreen(state);
    switch (input.kind) {
      case 'code': {
        const named =
          input.delivery === null ? null : (store.deliveryOfShortId(input.delivery) ?? 'unknown');
        // What is over and erased is answered for itself, whichever door is open.
        const isOver = named !== null && named !== 'unknown' && store.erased(named) !== null;
        return { type: 'code', named, stop: isOver ? null : stop, asks: asksFor(state), typed };
      }
      case 'token':
        return { type: 'code', named: null, stop, asks: 'hand-over', typed };
      case 'pass':
        return { type: 'pass', names: verify.passNames(input.text), stop };
      case 'mistyped-code':
        return { type: 'mistyped', stop, typed };
      case 'parcel':
        return {
          type: 'parcel',
          delivery: store.deliveryOfLabel(input.label),
          label: input.label,
        };
      default:
        return { type: 'unreadable', stop };
    }
  };

  return {
    state: () => state,
    input: (input, { typedFor, signal } = {}) => {
      const secret = secretOf(input);
      if (waiting.length >= MAX_WAITING) {
        if (secret !== null) wipe(secret.bytes);
        return;
      }
      waiting.push({ input: resolve(input, typedFor ?? null), secret, signal: signal ?? null });
      takeNext();
    },
    touch: (event) => {
      const before = state;
      step(event);
      if (state === before) return false;
      takeNext();
      return true;
    },
  };
};
