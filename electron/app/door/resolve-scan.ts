import type { DeliveryId } from '../../../shared/protocol/ids.ts';
import type { Purpose } from '../../../shared/protocol/verdict.ts';
import {
  asksFor,
  type DoorInput,
  type DoorState,
  type Notice,
  type Standing,
  stopOnScreen,
} from '../../../shared/terminal/door/door-state.ts';
import type { Store } from '../ports/store.ts';
import type { DoorScan } from './door-scan.ts';
import type { VerifyScan } from './verify-scan.ts';

type Parts = { readonly store: Store; readonly verify: VerifyScan };

/** Looked up when it is taken: it may have to wait until then. */
const LATER: Standing = { open: false, wait: null };

/** What a scan is for the door: an input for a stop, or something that is only said. */
export const makeResolve =
  ({ store, verify }: Parts) =>
  (scan: DoorScan, typedFor: DeliveryId | null, state: DoorState): DoorInput | Notice => {
    const typed = typedFor !== null;
    const stop = typedFor ?? stopOnScreen(state);
    switch (scan.kind) {
      case 'code': {
        const named =
          scan.delivery === null ? null : (store.deliveryOfShortId(scan.delivery) ?? 'unknown');
        // What is over and erased is answered for itself, whichever door is open.
        const isOver = named !== null && named !== 'unknown' && store.erased(named) !== null;
        const at = isOver ? null : stop;
        return { type: 'code', named, stop: at, asks: asksFor(state), typed, standing: LATER };
      }
      case 'token':
        return { type: 'code', named: null, stop, asks: 'hand-over', typed, standing: LATER };
      case 'pass':
        return { type: 'pass', names: verify.passNames(scan.text), stop, standing: LATER };
      case 'mistyped-code':
        return stop === null ? { says: 'foreign' } : { type: 'mistyped', stop, typed };
      case 'parcel': {
        const delivery = store.deliveryOfLabel(scan.label);
        return delivery === null
          ? { says: 'foreign' }
          : { type: 'parcel', delivery, label: scan.label };
      }
      default:
        return typedFor === null ? { says: 'foreign' } : { type: 'unreadable', stop: typedFor };
    }
  };

/** The same input, with how its stop stands now. */
export const withStanding = (input: DoorInput, verify: VerifyScan): DoorInput => {
  if (input.type === 'pass') {
    const of = input.names?.delivery ?? null;
    return { ...input, standing: of === null ? LATER : verify.standing(of, 'pass') };
  }
  if (input.type !== 'code') return input;
  const { named, stop, asks } = input;
  const of = named ?? stop;
  if (of === null || of === 'unknown') return input;
  return { ...input, standing: verify.standing(of, named === null ? asks : 'hand-over') };
};

/** Whose code an input is tried as: a QR names its delivery, and is always the customer's. */
export const purposeOf = (input: DoorInput): Purpose =>
  input.type === 'code' && input.named === null ? input.asks : 'hand-over';

/** The stop at which an input is one event with the same symbol read again. */
export const placeOf = (input: DoorInput): DeliveryId | null => {
  if (input.type === 'parcel') return input.delivery;
  if (input.stop !== null) return input.stop;
  if (input.type === 'pass') return input.names?.delivery ?? null;
  return input.type === 'code' && input.named !== 'unknown' ? input.named : null;
};
