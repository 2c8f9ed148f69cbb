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
import { type ProblemCode, problemOf } from '../../shared/problem.ts';
import type { Result } from '../../shared/result.ts';
import type { ScanInput } from '../../shared/scan/scan-input.ts';
import type { Verdict } from '../../shared/verdict.ts';
import type { Store } from './ports.ts';
import type { VerifyScan } from './verify-scan.ts';

/** Runs the door: keeps inputs in order, carries out what the state machine asks for. */
export type Door = {
  readonly state: () => DoorState;
  /** A scan or a typed code. It is taken at once or kept until its turn; its code is wiped after. */
  readonly input: (input: ScanInput, typedFor?: DeliveryId) => void;
  /** Something that the driver touched; false if it has no effect now. */
  readonly touch: (
    event: DoorEvent & { type: 'open' | 'close' | 'ask' | 'excepted' | 'acknowledge' },
  ) => boolean;
};

/** More scans than a driver can make while one verdict stands; what comes beyond is not taken. */
const MAX_WAITING = 32;

type Waiting = { readonly input: DoorInput; readonly code: DeliveryCode | null };

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

  const carryOut = (
    effect: DoorEffect,
    code: DeliveryCode | null,
  ): Promise<Result<Verdict, ProblemCode>> => {
    if (effect.type === 'refuse') return verify.refuse(effect.stop, effect.refusal);
    if (code === null) throw new Error('a code is to be judged, but none came');
    const ticked = [...(state.ticked.get(effect.stop) ?? [])];
    return verify.judge(effect.stop, effect.purpose, code, ticked);
  };

  const step = (event: DoorEvent): DoorEffect | null => {
    const next = doorStep(state, event);
    state = next.state;
    changed();
    return next.effect;
  };

  const take = async ({ input, code }: Waiting): Promise<void> => {
    try {
      const effect = step(input);
      if (effect === null) return;
      const verdict = await carryOut(effect, code);
      if (verdict.ok) step({ type: 'judged', verdict: verdict.value });
      else failed(verdict.error);
    } finally {
      if (code !== null) wipe(code);
    }
  };

  const takeNext = (): void => {
    const next = waiting[0];
    if (next === undefined || !mayTake(state, next.input)) return;
    waiting.shift();
    take(next).then(takeNext, (error: unknown) => failed(problemOf(error)));
  };

  const resolve = (input: ScanInput, typedFor: DeliveryId | null): DoorInput => {
    const typed = typedFor !== null;
    const stop = typedFor ?? stopOnScreen(state);
    switch (input.kind) {
      case 'code': {
        const named =
          input.delivery === null ? null : (store.deliveryOfShortId(input.delivery) ?? 'unknown');
        return { type: 'code', named, stop, asks: asksFor(state), typed };
      }
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
    input: (input, typedFor) => {
      const code = input.kind === 'code' ? input.code : null;
      const resolved = resolve(input, typedFor ?? null);
      if (waiting.length >= MAX_WAITING) {
        if (code !== null) wipe(code);
        return;
      }
      waiting.push({ input: resolved, code });
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
