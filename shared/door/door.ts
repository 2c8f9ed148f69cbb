import { assertNever } from '../assert-never.ts';
import type { DeliveryId, ParcelLabel } from '../ids.ts';
import type { Particulars } from '../outcome.ts';
import type { Purpose, Refusal, Verdict } from '../verdict.ts';

/**
 * The state machine of the door: what is on the screen, and what an input does to it. It holds no
 * code: who runs it keeps the code beside the input, and wipes it after the effect.
 */
export type DoorState = {
  readonly at:
    | { readonly name: 'route' }
    | {
        readonly name: 'door';
        readonly stop: DeliveryId;
        readonly entry: 'ready' | 'mistyped';
        /** Whose code is asked for. */
        readonly asks: Purpose;
        /** A parcel was scanned here that is another stop's: said until it is seen. */
        readonly elsewhere: {
          readonly delivery: DeliveryId;
          readonly label: ParcelLabel;
        } | null;
      }
    | {
        readonly name: 'judging';
        readonly stop: DeliveryId | null;
        readonly typed: boolean;
        readonly asks: Purpose;
      }
    | {
        readonly name: 'verdict';
        readonly id: number;
        readonly stop: DeliveryId | null;
        readonly verdict: Verdict;
      };
  /** Labels scanned so far, by stop. */
  readonly ticked: ReadonlyMap<DeliveryId, ReadonlySet<ParcelLabel>>;
  /** What the driver has said about the hand-over, by stop. */
  readonly particulars: ReadonlyMap<DeliveryId, Particulars>;
  readonly verdicts: number;
};

export const initialDoor: DoorState = {
  at: { name: 'route' },
  ticked: new Map(),
  particulars: new Map(),
  verdicts: 0,
};

/** What comes in from scanner and keypad, its delivery already looked up. */
export type DoorInput =
  /** A parcel's label; `delivery` is null if no stop has it. */
  | {
      readonly type: 'parcel';
      readonly delivery: DeliveryId | null;
      readonly label: ParcelLabel;
    }
  /**
   * A signed pass. `names` is its delivery, and whether the manifest has it; null if the pass is not
   * to be believed, or not here and now.
   */
  | {
      readonly type: 'pass';
      readonly names: { readonly delivery: DeliveryId; readonly listed: boolean } | null;
      readonly stop: DeliveryId | null;
    }
  /** A well-formed code, or one of the stop's token. `named`: the QR's delivery, `unknown` if no stop has it, null if bare. */
  | {
      readonly type: 'code';
      readonly named: DeliveryId | 'unknown' | null;
      /** The stop on the screen when it arrived: the only one that a bare code may count for. */
      readonly stop: DeliveryId | null;
      /** What was asked for when it arrived. */
      readonly asks: Purpose;
      readonly typed: boolean;
    }
  | { readonly type: 'mistyped'; readonly stop: DeliveryId | null; readonly typed: boolean }
  | { readonly type: 'unreadable'; readonly stop: DeliveryId | null };

export type DoorEvent =
  | DoorInput
  | { readonly type: 'open'; readonly delivery: DeliveryId }
  | { readonly type: 'close' }
  /** The next code is the dispatcher's; or the customer's again. */
  | { readonly type: 'ask'; readonly delivery: DeliveryId; readonly asks: Purpose }
  /** What the driver says about the hand-over of the stop that is open. */
  | { readonly type: 'prepare'; readonly delivery: DeliveryId; readonly particulars: Particulars }
  /** The stop ends without a code; what the driver said is in the log already. */
  | { readonly type: 'excepted'; readonly delivery: DeliveryId }
  | { readonly type: 'acknowledge'; readonly id: number }
  | { readonly type: 'judged'; readonly verdict: Verdict };

/** What is to be done next. Each ends in a `judged` event, after its entry is in the log. */
export type DoorEffect =
  | { readonly type: 'judge'; readonly stop: DeliveryId; readonly purpose: Purpose }
  /** `stop`: the pass's own delivery, or null if the manifest does not have it. */
  | { readonly type: 'judge-pass'; readonly stop: DeliveryId | null }
  | { readonly type: 'refuse'; readonly stop: DeliveryId | null; readonly refusal: Refusal };

/** Whose code is asked for at this moment. */
export const asksFor = ({ at }: DoorState): Purpose =>
  at.name === 'door' || at.name === 'judging' ? at.asks : 'hand-over';

/** The stop that is on the screen, if any. */
export const stopOnScreen = ({ at }: DoorState): DeliveryId | null =>
  at.name === 'route' ? null : at.stop;

const stopOf = (input: DoorInput): DeliveryId | 'unknown' | null => {
  if (input.type === 'parcel') return input.delivery ?? 'unknown';
  if (input.type === 'pass') return input.names?.delivery ?? input.stop;
  return (input.type === 'code' ? input.named : null) ?? input.stop;
};

/**
 * Whether an input may be taken now. If not it waits, in order: while a code is judged, until an
 * acceptance is acknowledged, and until a refusal is, unless it is for the refused stop itself.
 */
export const mayTake = ({ at }: DoorState, input: DoorInput): boolean => {
  switch (at.name) {
    case 'route':
    case 'door':
      return true;
    case 'judging':
      return false;
    case 'verdict':
      return at.verdict.result === 'refused' && (at.stop === null || stopOf(input) === at.stop);
    default:
      return assertNever(at);
  }
};

type Step = { readonly state: DoorState; readonly effect: DoorEffect | null };
const stay = (state: DoorState): Step => ({ state, effect: null });
const show = (state: DoorState, at: DoorState['at']): Step => stay({ ...state, at });

const judging = (state: DoorState, effect: DoorEffect, typed: boolean): Step => ({
  state: { ...state, at: { name: 'judging', stop: effect.stop, typed, asks: asksFor(state) } },
  effect,
});
const refuse = (state: DoorState, stop: DeliveryId | null, refusal: Refusal, typed = false): Step =>
  judging(state, { type: 'refuse', stop, refusal }, typed);

const atDoor = (stop: DeliveryId, asks: Purpose = 'hand-over'): DoorState['at'] => ({
  name: 'door',
  stop,
  entry: 'ready',
  asks,
  elsewhere: null,
});

const tickParcel = (state: DoorState, delivery: DeliveryId, label: ParcelLabel): Step => {
  const labels = new Set(state.ticked.get(delivery)).add(label);
  const ticked = new Map(state.ticked).set(delivery, labels);
  return stay({ ...state, ticked, at: atDoor(delivery) });
};

/** From the route a label opens its stop; at a door it is a parcel of that stop, or a mistake. */
const takeParcel = (state: DoorState, delivery: DeliveryId, label: ParcelLabel): Step => {
  const { at } = state;
  return at.name === 'door' && at.stop !== delivery
    ? show(state, { ...at, elsewhere: { delivery, label } })
    : tickParcel(state, delivery, label);
};

const takeCode = (state: DoorState, input: DoorInput & { type: 'code' }): Step => {
  const { named, stop, typed } = input;
  if (named === 'unknown') return refuse(state, stop, { reason: 'unknown-delivery' });
  if (named !== null && stop !== null && named !== stop) {
    return refuse(state, stop, { reason: 'wrong-customer', other: named });
  }
  const target = named ?? stop;
  if (target === null) return refuse(state, null, { reason: 'unknown-delivery' });
  // A QR is always the customer's; a bare code is what was asked for.
  const purpose = named === null ? input.asks : 'hand-over';
  return judging(state, { type: 'judge', stop: target, purpose }, typed);
};

const takePass = (state: DoorState, { names, stop }: DoorInput & { type: 'pass' }): Step => {
  // One that is not believed is refused for the stop on the screen, whatever it names.
  if (names === null) return judging(state, { type: 'judge-pass', stop }, false);
  if (stop !== null && names.delivery !== stop) {
    return refuse(state, stop, { reason: 'wrong-customer', other: names.delivery });
  }
  const target = names.listed ? names.delivery : null;
  return judging(state, { type: 'judge-pass', stop: target }, false);
};

const takeInput = (state: DoorState, input: DoorInput): Step => {
  if (!mayTake(state, input)) throw new Error('an input was taken that had to wait');
  switch (input.type) {
    case 'parcel':
      return input.delivery === null
        ? refuse(state, stopOnScreen(state), { reason: 'unknown-delivery' })
        : takeParcel(state, input.delivery, input.label);
    case 'code':
      return takeCode(state, input);
    case 'pass':
      return takePass(state, input);
    case 'mistyped':
      return refuse(state, input.stop, { reason: 'mistyped' }, input.typed);
    case 'unreadable':
      return refuse(state, input.stop, { reason: 'unreadable' });
    default:
      return assertNever(input);
  }
};

const showVerdict = (state: DoorState, verdict: Verdict): Step => {
  const { at } = state;
  if (at.name !== 'judging') throw new Error('a verdict came that nobody waits for');
  // A typo on the keypad is said where the code stands, without leaving the door.
  const typo = verdict.result === 'refused' && verdict.reason === 'mistyped';
  if (typo && at.typed && at.stop !== null) {
    return show(state, {
      name: 'door',
      stop: at.stop,
      entry: 'mistyped',
      asks: at.asks,
      elsewhere: null,
    });
  }
  const id = state.verdicts + 1;
  return stay({ ...state, verdicts: id, at: { name: 'verdict', id, stop: at.stop, verdict } });
};

const acknowledge = (state: DoorState, id: number): Step => {
  const { at } = state;
  if (at.name !== 'verdict' || at.id !== id) return stay(state);
  const { stop, verdict } = at;
  // A token's code that was used leaves the stop open: its next one is asked for.
  const isUsed =
    verdict.result === 'refused' && verdict.reason === 'already-used' && verdict.at !== null;
  const over = stop === null || verdict.result === 'accepted' || isUsed;
  return show(state, over ? { name: 'route' } : atDoor(stop));
};

const ask = (state: DoorState, delivery: DeliveryId, asks: Purpose): Step => {
  const { at } = state;
  const atRefusal = at.name === 'verdict' && at.verdict.result === 'refused';
  const here = (at.name === 'door' || atRefusal) && at.stop === delivery;
  return here ? show(state, atDoor(delivery, asks)) : stay(state);
};

/** A stop is opened from the route; or, at a door, where a parcel came from that was scanned there. */
const open = (state: DoorState, delivery: DeliveryId): Step => {
  const { at } = state;
  if (at.name === 'route') return show(state, atDoor(delivery));
  if (at.name !== 'door' || at.elsewhere === null) return stay(state);
  if (delivery === at.stop) return show(state, { ...at, elsewhere: null });
  return delivery === at.elsewhere.delivery
    ? tickParcel(state, delivery, at.elsewhere.label)
    : stay(state);
};

const prepare = (state: DoorState, delivery: DeliveryId, said: Particulars): Step =>
  state.at.name === 'door' && state.at.stop === delivery
    ? stay({ ...state, particulars: new Map(state.particulars).set(delivery, said) })
    : stay(state);

/** The next state, and what is to be done. */
export const doorStep = (state: DoorState, event: DoorEvent): Step => {
  switch (event.type) {
    case 'open':
      return open(state, event.delivery);
    case 'close':
      return state.at.name === 'door' ? show(state, { name: 'route' }) : stay(state);
    case 'ask':
      return ask(state, event.delivery, event.asks);
    case 'prepare':
      return prepare(state, event.delivery, event.particulars);
    case 'excepted':
      return state.at.name === 'door' && state.at.stop === event.delivery
        ? show(state, { name: 'route' })
        : stay(state);
    case 'acknowledge':
      return acknowledge(state, event.id);
    case 'judged':
      return showVerdict(state, event.verdict);
    default:
      return takeInput(state, event);
  }
};
