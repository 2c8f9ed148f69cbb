import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { Instant } from '../../protocol/ids.ts';
import { NOTHING_PARTICULAR } from '../../protocol/nothing-particular.ts';
import { doorStep, mayTake } from './door.ts';
import {
  type DoorEvent,
  type DoorInput,
  type DoorState,
  initialDoor,
  type Standing,
  type Step,
} from './door-state.ts';
import type { Draft } from './draft-schema.ts';
import { NO_EXCEPTION } from './exception-draft.ts';
import { beginHandOver } from './hand-over-draft.ts';
import {
  A,
  accepted,
  B,
  bare,
  judged,
  label,
  mistyped,
  OPEN,
  parcel,
  second,
  used,
  wrong,
} from './testing/door-events.ts';
import { toneOfVerdict } from './tone.ts';

const stops = fc.constantFrom(A, B);
const standings = fc.oneof(
  fc.constantFrom<Standing>({ open: false, wait: null }, { open: false, wait: 9 as Instant }),
  fc
    .constantFrom('free', 'ask', 'refuse')
    .map((unscanned): Standing => ({ ...OPEN, parcels: [label, second], unscanned })),
);
const drafts = fc.constantFrom<Draft>(
  { shown: 'exception', exception: { ...NO_EXCEPTION, outcome: 'damaged' }, handOver: null },
  {
    shown: 'hand-over',
    exception: NO_EXCEPTION,
    handOver: { ...beginHandOver(NOTHING_PARTICULAR), to: 'neighbour', step: 'place' },
  },
  {
    shown: 'hand-over',
    exception: NO_EXCEPTION,
    handOver: {
      ...beginHandOver(NOTHING_PARTICULAR),
      to: 'neighbour',
      who: '12',
      step: 'details',
    },
  },
);
const anyEvent = fc.oneof(
  fc.tuple(stops, fc.constantFrom(label, second)).map(([stop, each]) => parcel(stop, each)),
  stops.map((delivery): DoorEvent => ({ type: 'open', delivery })),
  fc.constant<DoorEvent>({ type: 'close' }),
  fc.nat(5).map((id): DoorEvent => ({ type: 'acknowledge', id })),
  fc.constantFrom(accepted, wrong, mistyped, used).map((verdict) => judged(verdict)),
  fc.tuple(stops, standings).map(([stop, standing]) => bare(stop, standing)),
  fc.tuple(stops, fc.option(stops), standings).map(
    ([named, stop, standing]): DoorEvent => ({
      type: 'code',
      named,
      stop,
      asks: 'hand-over',
      typed: false,
      standing,
    }),
  ),
  fc
    .tuple(stops, fc.nat(9), drafts)
    .map(([delivery, edit, draft]): DoorEvent => ({ type: 'draft', delivery, edit, draft })),
  fc
    .tuple(stops, fc.constantFrom('hand-over', 'keep', 'finish', 'drop'))
    .map(([delivery, answer]): DoorEvent => ({ type: 'answer', delivery, answer })),
);

/** Plays what may happen, each with the state before and the step that it made. */
const play = (
  history: readonly DoorEvent[],
  see: (before: DoorState, event: DoorEvent, step: Step) => void,
): void => {
  let state: DoorState = initialDoor;
  for (const event of history) {
    const isInput = ['parcel', 'code'].includes(event.type);
    if (isInput && !mayTake(state, event as DoorInput)) continue;
    if (event.type === 'judged' && state.at.name !== 'judging') continue;
    const step = doorStep(state, event);
    see(state, event, step);
    state = step.state;
  }
};
const always = (see: (before: DoorState, event: DoorEvent, step: Step) => void): void =>
  fc.assert(fc.property(fc.array(anyEvent, { maxLength: 40 }), (history) => play(history, see)));

test('whatever happens, a bare code is only ever judged for the stop that was on the screen', () =>
  always((_before, event, { effect }) => {
    if (event.type !== 'code') return expect(effect?.type).not.toBe('judge');
    if (effect?.type !== 'judge') return;
    expect(effect.stop).toBe(event.named ?? event.stop);
    if (event.stop !== null) expect(effect.stop).toBe(event.stop);
  }));

test('whatever happens, nothing is judged while something is begun and not finished (D2)', () =>
  always((before, event, { state, effect }) => {
    if (effect?.type !== 'judge') return;
    // A stop that is not open is refused whatever was shown: nothing is looked at.
    if (event.type === 'code' && !event.standing.open) return;
    const draft = before.drafts.get(effect.stop);
    const stands = state.particulars.get(effect.stop);
    expect(draft?.exception.outcome ?? null).toBeNull();
    if (draft?.handOver?.step === 'details') {
      expect(stands?.recipient).toEqual({ to: 'neighbour', who: '12' });
    }
  }));

test('whatever happens, no parcel is handed over unscanned and unsaid (D7)', () =>
  always((before, event, { state, effect }) => {
    if (effect?.type !== 'judge' || event.type !== 'code' || !event.standing.open) return;
    if (event.standing.unscanned === 'free' || before.unasked.has(effect.stop)) return;
    const scanned = state.ticked.get(effect.stop);
    const kept = state.particulars.get(effect.stop)?.kept ?? [];
    for (const each of event.standing.parcels) {
      expect(scanned?.has(each) === true || kept.includes(each)).toBe(true);
    }
  }));

test('whatever happens, a wait leads to no verdict and to no try (D6)', () =>
  always((before, event, { state, effect }) => {
    if (event.type !== 'code' || event.standing.open || event.standing.wait === null) return;
    if (effect?.type === 'refuse') return;
    expect(effect).toBeNull();
    expect(state.notice?.id).toBeGreaterThan(before.notice?.id ?? 0);
  }));

test('whatever happens, what waits behind a verdict waits behind a red one (D12)', () =>
  always((_before, _event, { state }) => {
    if (state.at.name !== 'verdict') return;
    const { verdict, justNow, stop } = state.at;
    const waits = [parcel(A), parcel(B)].some((input) => !mayTake(state, input));
    if (waits) expect(toneOfVerdict(verdict, justNow)).toBe('refused');
    if (waits) expect(stop).not.toBeNull();
  }));
