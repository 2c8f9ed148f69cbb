import { assertNever } from '../../assert-never.ts';
import type { DeliveryId, ParcelLabel } from '../../protocol/ids.ts';
import { NOTHING_PARTICULAR } from '../../protocol/nothing-particular.ts';
import type { Particulars } from '../../protocol/outcome.ts';
import type { Purpose, Refusal } from '../../protocol/verdict.ts';
import { questionBefore } from './before-code.ts';
import {
  asksFor,
  type DoorAt,
  type DoorEffect,
  type DoorEvent,
  type DoorInput,
  type DoorState,
  endsStop,
  mustBeTouched,
  type Step,
} from './door-state.ts';
import { draftSays, hideDraft } from './draft.ts';
import { answer, changeDraft, withoutSaid, withRead } from './said.ts';

const stopOf = (input: DoorInput): DeliveryId | 'unknown' | null => {
  if (input.type === 'parcel') return input.delivery;
  if (input.type === 'pass') return input.names?.delivery ?? input.stop;
  return (input.type === 'code' ? input.named : null) ?? input.stop;
};

/**
 * Whether an input may be taken now. If not it waits, in order: while a code is judged, and while a
 * refusal stands, unless it is for the refused stop itself. Everything else gives way to a scan.
 */
export const mayTake = ({ at }: DoorState, input: DoorInput): boolean => {
  switch (at.name) {
    case 'route':
    case 'door':
      return true;
    case 'judging':
      return false;
    case 'verdict':
      return !mustBeTouched(at) || at.stop === null || stopOf(input) === at.stop;
    default:
      return assertNever(at);
  }
};

const stay = (state: DoorState, effect: DoorEffect | null = null): Step => ({ state, effect });
const show = (state: DoorState, at: DoorAt): Step => stay({ ...state, at });

type Judging = Extract<DoorEffect, { readonly stop: DeliveryId | null }>;
const judging = (state: DoorState, effect: Judging, typed: boolean): Step =>
  stay(
    { ...state, at: { name: 'judging', stop: effect.stop, typed, asks: asksFor(state) } },
    effect,
  );
const refuse = (state: DoorState, stop: DeliveryId | null, refusal: Refusal, typed = false): Step =>
  judging(state, { type: 'refuse', stop, refusal }, typed);

const atDoor = (stop: DeliveryId, asks: Purpose = 'hand-over'): DoorAt & { name: 'door' } => ({
  name: 'door',
  stop,
  entry: 'ready',
  asks,
  elsewhere: null,
  question: null,
});

/** The last parcel that was missing lets the code go on that waits for it. */
const tickParcel = (state: DoorState, delivery: DeliveryId, label: ParcelLabel): Step => {
  const { at } = state;
  const labels = new Set(state.ticked.get(delivery)).add(label);
  const ticked = new Map(state.ticked).set(delivery, labels);
  const here = at.name === 'door' && at.stop === delivery ? at : null;
  const asked = here?.question?.name === 'unscanned' ? here.question : null;
  if (here === null || asked === null) return stay({ ...state, ticked, at: atDoor(delivery) });
  const missing = asked.labels.filter((each) => each !== label);
  const question = missing.length === 0 ? null : { ...asked, labels: missing };
  const next = { ...state, ticked, at: { ...here, elsewhere: null, question } };
  return stay(next, question === null ? { type: 'go-on' } : null);
};

/** From the route a label opens its stop; at a door it is a parcel of that stop, or a mistake. */
const takeParcel = (state: DoorState, delivery: DeliveryId, label: ParcelLabel): Step => {
  const { at } = state;
  return at.name === 'door' && at.stop !== delivery
    ? show(state, { ...at, elsewhere: { delivery, label } })
    : tickParcel(state, delivery, label);
};

const noteThat = (state: DoorState, notice: (DoorEvent & { type: 'notice' })['notice']): Step => {
  const id = state.notices + 1;
  return stay({ ...state, notices: id, notice: { ...notice, id } });
};

/**
 * Judges what was shown for a stop, unless something is to be said before: that it must be waited,
 * what was begun and is not finished, what the stop asks for. What stands finished is said with it.
 * Whoever shows a code has done with the instructions.
 */
const judge = (
  before: DoorState,
  input: DoorInput & { type: 'code' | 'pass' },
  stop: DeliveryId,
  effect: Judging,
): Step => {
  const { standing } = input;
  const state = withRead(before, stop, true);
  const typed = input.type === 'code' && input.typed;
  if (!standing.open) {
    return standing.wait === null
      ? judging(state, effect, typed)
      : noteThat(state, { says: 'wait', until: standing.wait });
  }
  const door = { ...atDoor(stop, asksFor(state)) };
  const said = state.particulars.get(stop) ?? NOTHING_PARTICULAR;
  const draft = draftSays(state.drafts.get(stop) ?? null, said, standing.parcels);
  if (!draft.finished) {
    return show(state, { ...door, question: { name: 'unfinished', of: draft.of } });
  }
  const unsaid = withoutSaid(state, stop, draft.says);
  const purpose = effect.type === 'judge' ? effect.purpose : 'hand-over';
  const question = questionBefore(unsaid, stop, standing, purpose);
  if (question === null) return judging(unsaid, effect, typed);
  // What was said and is not allowed is no word yet: it can be written on.
  if (question.name === 'not-allowed') return show(state, { ...door, question });
  return stay({ ...unsaid, at: { ...door, question } }, { type: 'hold' });
};

const takeCode = (state: DoorState, input: DoorInput & { type: 'code' }): Step => {
  const { named, stop } = input;
  if (named === 'unknown') return refuse(state, stop, { reason: 'unknown-delivery' });
  if (named !== null && stop !== null && named !== stop) {
    return refuse(state, stop, { reason: 'wrong-customer', other: named });
  }
  const target = named ?? stop;
  if (target === null) return noteThat(state, { says: 'open-first' });
  // A QR is always the customer's; a bare code is what was asked for.
  const purpose = named === null ? input.asks : 'hand-over';
  return judge(state, input, target, { type: 'judge', stop: target, purpose });
};

const takePass = (state: DoorState, input: DoorInput & { type: 'pass' }): Step => {
  const { names, stop } = input;
  // One that is not believed is refused for the stop on the screen, whatever it names.
  if (names === null) return judging(state, { type: 'judge-pass', stop }, false);
  if (stop !== null && names.delivery !== stop) {
    return refuse(state, stop, { reason: 'wrong-customer', other: names.delivery });
  }
  if (!names.listed) return judging(state, { type: 'judge-pass', stop: null }, false);
  const { delivery } = names;
  return judge(state, input, delivery, { type: 'judge-pass', stop: delivery });
};

const takeInput = (before: DoorState, input: DoorInput): Step => {
  if (!mayTake(before, input)) throw new Error('an input was taken that had to wait');
  // A scan puts away what stood, and is taken where that leads.
  const { state } = before.at.name === 'verdict' ? putAway(before, before.at) : stay(before);
  switch (input.type) {
    case 'parcel':
      return takeParcel(state, input.delivery, input.label);
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

const showVerdict = (
  state: DoorState,
  { verdict, justNow }: DoorEvent & { type: 'judged' },
): Step => {
  const { at } = state;
  if (at.name !== 'judging') throw new Error('a verdict came that nobody waits for');
  // A typo on the keypad is said where the code stands, without leaving the door.
  const typo = verdict.result === 'refused' && verdict.reason === 'mistyped';
  if (typo && at.typed && at.stop !== null) {
    return show(state, { ...atDoor(at.stop, at.asks), entry: 'mistyped' });
  }
  const id = state.verdicts + 1;
  const { stop, asks } = at;
  const shown = { name: 'verdict', id, stop, verdict, asks, justNow } as const;
  return stay({ ...state, verdicts: id, at: shown });
};

/** What was said at a stop that is over is forgotten with its verdict. */
const putAway = (state: DoorState, at: DoorAt & { name: 'verdict' }): Step => {
  if (at.stop === null) return show(state, { name: 'route' });
  if (!endsStop(at)) return show(state, atDoor(at.stop));
  return show(forget(state, at.stop), { name: 'route' });
};

const forget = (state: DoorState, stop: DeliveryId): DoorState => {
  const without = <V>(map: ReadonlyMap<DeliveryId, V>): ReadonlyMap<DeliveryId, V> => {
    const left = new Map(map);
    left.delete(stop);
    return left;
  };
  const less = (stops: ReadonlySet<DeliveryId>): ReadonlySet<DeliveryId> =>
    new Set([...stops].filter((each) => each !== stop));
  return {
    ...state,
    ticked: without(state.ticked),
    particulars: without(state.particulars),
    drafts: without(state.drafts),
    unasked: less(state.unasked),
    unsigned: less(state.unsigned),
    read: less(state.read),
  };
};

const ask = (state: DoorState, delivery: DeliveryId, asks: Purpose): Step => {
  const { at } = state;
  const atRefusal = at.name === 'verdict' && at.verdict.result === 'refused';
  const here = (at.name === 'door' || atRefusal) && at.stop === delivery;
  if (!here) return stay(state);
  const draft = state.drafts.get(delivery);
  const drafts =
    draft === undefined ? state.drafts : new Map(state.drafts).set(delivery, hideDraft(draft));
  return show({ ...state, drafts }, atDoor(delivery, asks));
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
    ? stay(withoutSaid(state, delivery, said))
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
    case 'draft':
      return stay(changeDraft(state, event));
    case 'answer':
      return answer(state, event);
    case 'instructions':
      return state.at.name === 'door' && state.at.stop === event.delivery
        ? stay(withRead(state, event.delivery, !event.shown))
        : stay(state);
    case 'unask':
      return state.at.name === 'door' ? show(state, { ...state.at, question: null }) : stay(state);
    case 'excepted':
      return state.at.name === 'door' && state.at.stop === event.delivery
        ? show(forget(state, event.delivery), { name: 'route' })
        : stay(state);
    case 'acknowledge':
      return state.at.name === 'verdict' && state.at.id === event.id
        ? putAway(state, state.at)
        : stay(state);
    case 'notice':
      return noteThat(state, event.notice);
    case 'notice-over':
      return state.notice?.id === event.id ? stay({ ...state, notice: null }) : stay(state);
    case 'judged':
      return showVerdict(state, event);
    default:
      return takeInput(state, event);
  }
};
