import type { DeliveryId, Instant, ParcelLabel } from '../../../protocol/ids.ts';
import { NO_INSTRUCTIONS } from '../../../protocol/no-instructions.ts';
import type { Verdict } from '../../../protocol/verdict.ts';
import { doorStep } from '../door.ts';
import {
  type DoorEvent,
  type DoorInput,
  initialDoor,
  type Standing,
  type Step,
} from '../door-state.ts';

export const A = 'a' as DeliveryId;
export const B = 'b' as DeliveryId;
export const label = 'L' as ParcelLabel;
export const second = 'M' as ParcelLabel;
/** Nothing is to be said before a code is judged. */
export const OPEN: Extract<Standing, { open: true }> = {
  open: true,
  parcels: [label],
  unscanned: 'free',
  instructions: NO_INSTRUCTIONS,
  missingEvidence: 'refuse',
};
export const accepted: Verdict = { result: 'accepted', by: 'hand-over', unlisted: null };
export const wrong: Verdict = { result: 'refused', reason: 'wrong-code', attemptsLeft: 4 };
export const mistyped: Verdict = { result: 'refused', reason: 'mistyped' };
export const used: Verdict = {
  result: 'refused',
  reason: 'already-used',
  at: 1 as Instant,
  by: null,
};

export const run = (...events: DoorEvent[]): Step =>
  events.reduce<Step>((step, event) => doorStep(step.state, event), {
    state: initialDoor,
    effect: null,
  });
export const bare = (stop: DeliveryId | null, standing: Standing = OPEN): DoorInput => ({
  type: 'code',
  named: null,
  stop,
  asks: 'hand-over',
  typed: false,
  standing,
});
export const qr = (named: DeliveryId | 'unknown', stop: DeliveryId | null): DoorInput => ({
  type: 'code',
  named,
  stop,
  asks: 'hand-over',
  typed: false,
  standing: OPEN,
});
export const parcel = (delivery: DeliveryId, scanned = label): DoorInput => ({
  type: 'parcel',
  delivery,
  label: scanned,
});
export const judged = (verdict: Verdict, justNow = false): DoorEvent => ({
  type: 'judged',
  verdict,
  justNow,
});
