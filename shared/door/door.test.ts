import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { DeliveryId, Instant, ParcelLabel } from '../ids.ts';
import { NOTHING_PARTICULAR } from '../nothing-particular.ts';
import type { Particulars } from '../outcome.ts';
import type { Verdict } from '../verdict.ts';
import {
  type DoorEvent,
  type DoorInput,
  type DoorState,
  doorStep,
  initialDoor,
  mayTake,
} from './door.ts';

const A = 'a' as DeliveryId;
const B = 'b' as DeliveryId;
const label = 'L' as ParcelLabel;
const accepted: Verdict = { result: 'accepted', by: 'hand-over', unlisted: null };
const wrong: Verdict = { result: 'refused', reason: 'wrong-code', attemptsLeft: 4 };
const mistyped: Verdict = { result: 'refused', reason: 'mistyped' };
const used: Verdict = { result: 'refused', reason: 'already-used', at: 1 as Instant, by: null };

const run = (...events: DoorEvent[]): ReturnType<typeof doorStep> =>
  events.reduce<ReturnType<typeof doorStep>>((step, event) => doorStep(step.state, event), {
    state: initialDoor,
    effect: null,
  });
const bare = (stop: DeliveryId | null, typed = false): DoorInput => ({
  type: 'code',
  named: null,
  stop,
  asks: 'hand-over',
  typed,
});
const parcel = (delivery: DeliveryId | null): DoorInput => ({ type: 'parcel', delivery, label });

test('a parcel opens its stop, and the code that follows is judged for that stop', () => {
  const opened = run(parcel(A));
  expect(opened.state.at).toEqual({
    name: 'door',
    stop: A,
    entry: 'ready',
    asks: 'hand-over',
    elsewhere: null,
  });
  expect([...(opened.state.ticked.get(A) ?? [])]).toEqual([label]);
  expect(doorStep(opened.state, bare(A)).effect).toEqual({
    type: 'judge',
    stop: A,
    purpose: 'hand-over',
  });
});

test('a parcel of another stop is said at the door, and changes nothing there', () => {
  const { state, effect } = run(parcel(A), parcel(B));
  expect(effect).toBeNull();
  expect(state.at).toMatchObject({ name: 'door', stop: A, elsewhere: { delivery: B, label } });
  expect(state.ticked.has(B)).toBe(false);
  expect(doorStep(state, bare(A)).effect).toMatchObject({ type: 'judge', stop: A });
  expect(doorStep(state, parcel(A)).state.at).toMatchObject({ stop: A, elsewhere: null });
});

test('from there the driver stays, or goes where the parcel belongs, and nowhere else', () => {
  const open = (delivery: DeliveryId): DoorEvent => ({ type: 'open', delivery });
  const { state } = run(parcel(A), { type: 'ask', delivery: A, asks: 'override' }, parcel(B));
  expect(doorStep(state, open(A)).state.at).toMatchObject({
    stop: A,
    asks: 'override',
    elsewhere: null,
  });
  const gone = doorStep(state, open(B)).state;
  expect(gone.at).toMatchObject({ stop: B, asks: 'hand-over', elsewhere: null });
  expect([...(gone.ticked.get(B) ?? [])]).toEqual([label]);
  expect(doorStep(state, open('c' as DeliveryId)).state).toBe(state);
  const plain = run(parcel(A)).state;
  expect(doorStep(plain, open(B)).state).toBe(plain);
});

test('a QR opens its own stop from the route', () => {
  const named: DoorInput = { type: 'code', named: A, stop: null, asks: 'hand-over', typed: false };
  expect(run(named).effect).toEqual({ type: 'judge', stop: A, purpose: 'hand-over' });
});

test("another customer's QR is refused as theirs, without being judged", () => {
  const named: DoorInput = { type: 'code', named: B, stop: A, asks: 'hand-over', typed: false };
  expect(run(parcel(A), named).effect).toEqual({
    type: 'refuse',
    stop: A,
    refusal: { reason: 'wrong-customer', other: B },
  });
});

test('a bare code with no stop open, and a label of no stop, are of no delivery here', () => {
  for (const input of [bare(null), parcel(null)]) {
    expect(run(input).effect).toEqual({
      type: 'refuse',
      stop: null,
      refusal: { reason: 'unknown-delivery' },
    });
  }
});

test('a typo on the keypad stays at the door; a scanned one fills the screen', () => {
  const typed: DoorInput = { type: 'mistyped', stop: A, typed: true };
  expect(run(parcel(A), typed, { type: 'judged', verdict: mistyped }).state.at).toEqual({
    name: 'door',
    stop: A,
    entry: 'mistyped',
    asks: 'hand-over',
    elsewhere: null,
  });
  const scanned: DoorInput = { type: 'mistyped', stop: A, typed: false };
  expect(run(parcel(A), scanned, { type: 'judged', verdict: mistyped }).state.at.name).toBe(
    'verdict',
  );
});

test('while a code is judged everything waits', () => {
  const { state } = run(parcel(A), bare(A));
  for (const input of [bare(A), parcel(A), parcel(B)]) expect(mayTake(state, input)).toBe(false);
});

test('an acceptance must be acknowledged before the next scan counts', () => {
  const { state } = run(parcel(A), bare(A), { type: 'judged', verdict: accepted });
  for (const input of [bare(A), parcel(A), parcel(B)]) expect(mayTake(state, input)).toBe(false);
  const after = doorStep(state, { type: 'acknowledge', id: 1 }).state;
  expect(after.at).toEqual({ name: 'route' });
  expect(mayTake(after, parcel(B))).toBe(true);
});

test("a refusal gives way to the same stop's next scan and to no other", () => {
  const { state } = run(parcel(A), bare(A), { type: 'judged', verdict: wrong });
  expect(mayTake(state, bare(A))).toBe(true);
  expect(mayTake(state, parcel(A))).toBe(true);
  expect(mayTake(state, parcel(B))).toBe(false);
  expect(mayTake(state, bare(B))).toBe(false);
});

test('an acknowledgement of an older verdict has no effect', () => {
  const { state } = run(parcel(A), bare(A), { type: 'judged', verdict: wrong }, bare(A), {
    type: 'judged',
    verdict: wrong,
  });
  expect(doorStep(state, { type: 'acknowledge', id: 1 }).state).toBe(state);
  expect(doorStep(state, { type: 'acknowledge', id: 2 }).state.at).toEqual({
    name: 'door',
    stop: A,
    entry: 'ready',
    asks: 'hand-over',
    elsewhere: null,
  });
});

test('after already-used the stop is left', () => {
  const { state } = run(parcel(A), bare(A), { type: 'judged', verdict: used });
  expect(doorStep(state, { type: 'acknowledge', id: 1 }).state.at).toEqual({ name: 'route' });
});

test('whatever happens, a bare code is only ever judged for the stop that was on the screen', () => {
  const stops = fc.constantFrom(A, B);
  const events = fc.oneof(
    stops.map((stop): DoorEvent => parcel(stop)),
    stops.map((delivery): DoorEvent => ({ type: 'open', delivery })),
    fc.constant<DoorEvent>({ type: 'close' }),
    fc.nat(5).map((id): DoorEvent => ({ type: 'acknowledge', id })),
    fc
      .constantFrom(accepted, wrong, mistyped, used)
      .map((verdict): DoorEvent => ({ type: 'judged', verdict })),
    stops.map((stop): DoorEvent => bare(stop)),
    fc.tuple(stops, stops).map(
      ([named, stop]): DoorEvent => ({
        type: 'code',
        named,
        stop,
        asks: 'hand-over',
        typed: false,
      }),
    ),
  );
  fc.assert(
    fc.property(fc.array(events, { maxLength: 40 }), (history) => {
      let state: DoorState = initialDoor;
      for (const event of history) {
        const isInput = ['parcel', 'code'].includes(event.type);
        if (isInput && !mayTake(state, event as DoorInput)) continue;
        if (event.type === 'judged' && state.at.name !== 'judging') continue;
        const step = doorStep(state, event);
        if (step.effect?.type === 'judge' && event.type === 'code') {
          expect(step.effect.stop).toBe(event.named ?? event.stop);
          if (event.stop !== null) expect(step.effect.stop).toBe(event.stop);
        }
        if (event.type !== 'code') expect(step.effect?.type).not.toBe('judge');
        state = step.state;
      }
    }),
  );
});

test("after asking for the dispatcher's code a bare code is judged as that, a QR never", () => {
  const asked = run(
    parcel(A),
    bare(A),
    { type: 'judged', verdict: wrong },
    {
      type: 'ask',
      delivery: A,
      asks: 'override',
    },
  );
  expect(asked.state.at).toEqual({
    name: 'door',
    stop: A,
    entry: 'ready',
    asks: 'override',
    elsewhere: null,
  });
  const dispatchers: DoorInput = {
    type: 'code',
    named: null,
    stop: A,
    asks: 'override',
    typed: true,
  };
  const judged = doorStep(asked.state, dispatchers);
  expect(judged.effect).toEqual({ type: 'judge', stop: A, purpose: 'override' });
  const qr: DoorInput = { type: 'code', named: A, stop: A, asks: 'override', typed: false };
  expect(doorStep(asked.state, qr).effect).toEqual({
    type: 'judge',
    stop: A,
    purpose: 'hand-over',
  });
});

test("the dispatcher's code is asked for only at the stop's own door or refusal", () => {
  const ask: DoorEvent = { type: 'ask', delivery: B, asks: 'override' };
  for (const step of [run(), run(parcel(A)), run(parcel(A), bare(A))]) {
    expect(doorStep(step.state, ask).state).toBe(step.state);
  }
  const accepting = run(parcel(A), bare(A), { type: 'judged', verdict: accepted });
  const own: DoorEvent = { type: 'ask', delivery: A, asks: 'override' };
  expect(doorStep(accepting.state, own).state).toBe(accepting.state);
});

test("a token's used code leaves its stop open, a used delivery does not", () => {
  const after = (verdict: Verdict) => {
    const shown = run(parcel(A), bare(A), { type: 'judged', verdict });
    return doorStep(shown.state, { type: 'acknowledge', id: 1 }).state.at.name;
  };
  expect(after({ result: 'refused', reason: 'already-used', at: null, by: null })).toBe('door');
  expect(after(used)).toBe('route');
});

const pass = (delivery: DeliveryId | null, stop: DeliveryId | null, listed = true): DoorInput => ({
  type: 'pass',
  names: delivery === null ? null : { delivery, listed },
  stop,
});

test('a pass is judged for the stop that it names, from the route and at its own door', () => {
  const judged = { type: 'judge-pass', stop: A };
  expect(run(pass(A, null)).effect).toEqual(judged);
  expect(run(parcel(A), pass(A, A)).effect).toEqual(judged);
});

test("another customer's pass is refused as theirs, whether the route has them or not", () => {
  for (const listed of [true, false]) {
    expect(run(parcel(A), pass(B, A, listed)).effect).toEqual({
      type: 'refuse',
      stop: A,
      refusal: { reason: 'wrong-customer', other: B },
    });
  }
});

test('a pass for a delivery beside the route leads back to the route, accepted or refused', () => {
  const judging = run(pass(B, null, false));
  expect(judging.effect).toEqual({ type: 'judge-pass', stop: null });
  for (const verdict of [accepted, wrong]) {
    const shown = doorStep(judging.state, { type: 'judged', verdict });
    const left = doorStep(shown.state, { type: 'acknowledge', id: 1 });
    expect(left.state.at).toEqual({ name: 'route' });
  }
});

test('a pass that is not believed is refused for the stop on the screen', () => {
  expect(run(parcel(A), pass(null, A)).effect).toEqual({ type: 'judge-pass', stop: A });
  expect(run(pass(null, null)).effect).toEqual({ type: 'judge-pass', stop: null });
});

test('what the driver says is kept for the stop that is open, and for no other', () => {
  const particulars: Particulars = {
    ...NOTHING_PARTICULAR,
    recipient: { to: 'neighbour', who: '12' },
  };
  const said: DoorEvent = { type: 'prepare', delivery: A, particulars };
  expect(run(parcel(A), said).state.particulars.get(A)).toEqual(particulars);
  expect(run(said).state.particulars.size).toBe(0);
  expect(run(parcel(B), said).state.particulars.size).toBe(0);
  const judging = run(parcel(A), bare(A), said);
  expect(judging.state.particulars.size).toBe(0);
});
