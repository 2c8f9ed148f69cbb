import { expect, test } from 'vitest';
import type { DeliveryId } from '../../protocol/ids.ts';
import type { Verdict } from '../../protocol/verdict.ts';
import { doorStep, mayTake } from './door.ts';
import type { DoorEvent, DoorInput } from './door-state.ts';
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
  qr,
  run,
  used,
  wrong,
} from './testing/door-events.ts';

test('a parcel opens its stop, and the code that follows is judged for that stop', () => {
  const opened = run(parcel(A));
  expect(opened.state.at).toEqual({
    name: 'door',
    stop: A,
    entry: 'ready',
    asks: 'hand-over',
    elsewhere: null,
    question: null,
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
    question: null,
  });
  const gone = doorStep(state, open(B)).state;
  expect(gone.at).toMatchObject({ stop: B, asks: 'hand-over', elsewhere: null });
  expect([...(gone.ticked.get(B) ?? [])]).toEqual([label]);
  expect(doorStep(state, open('c' as DeliveryId)).state).toBe(state);
  const plain = run(parcel(A)).state;
  expect(doorStep(plain, open(B)).state).toBe(plain);
});

test('a QR opens its own stop from the route', () => {
  expect(run(qr(A, null)).effect).toEqual({ type: 'judge', stop: A, purpose: 'hand-over' });
});

test("another customer's QR is refused as theirs, without being judged", () => {
  expect(run(parcel(A), qr(B, A)).effect).toEqual({
    type: 'refuse',
    stop: A,
    refusal: { reason: 'wrong-customer', other: B },
  });
});

test("a code of nobody's stop is of no delivery here", () => {
  expect(run(qr('unknown', null)).effect).toEqual({
    type: 'refuse',
    stop: null,
    refusal: { reason: 'unknown-delivery' },
  });
});

test('a bare code with no stop open is said to need one, and is not judged (D11)', () => {
  const { state, effect } = run(bare(null));
  expect(effect).toBeNull();
  expect(state.at).toEqual({ name: 'route' });
  expect(state.notice).toEqual({ id: 1, says: 'open-first' });
});

test('a typo on the keypad stays at the door; a scanned one fills the screen', () => {
  const typed: DoorInput = { type: 'mistyped', stop: A, typed: true };
  expect(run(parcel(A), typed, judged(mistyped)).state.at).toEqual({
    name: 'door',
    stop: A,
    entry: 'mistyped',
    asks: 'hand-over',
    elsewhere: null,
    question: null,
  });
  const scanned: DoorInput = { type: 'mistyped', stop: A, typed: false };
  expect(run(parcel(A), scanned, judged(mistyped)).state.at.name).toBe('verdict');
});

test('while a code is judged everything waits', () => {
  const { state } = run(parcel(A), bare(A));
  for (const input of [bare(A), parcel(A), parcel(B)]) expect(mayTake(state, input)).toBe(false);
});

test('while a verdict is awaited or a refusal stands, no other stop comes between', () => {
  const { state } = run(parcel(A), bare(A), judged(wrong));
  expect(mayTake(state, parcel(B))).toBe(false);
});

test('an acceptance gives way to the next scan, which goes on to its own stop (D12)', () => {
  const { state } = run(parcel(A), bare(A), judged(accepted));
  for (const input of [parcel(B), qr(B, null)]) expect(mayTake(state, input)).toBe(true);
  expect(doorStep(state, parcel(B)).state.at).toMatchObject({ name: 'door', stop: B });
  expect(doorStep(state, qr(B, null)).effect).toMatchObject({ type: 'judge', stop: B });
  expect(doorStep(state, { type: 'acknowledge', id: 1 }).state.at).toEqual({ name: 'route' });
});

test('what is only to be looked at again gives way to any scan, at its own door (D11)', () => {
  const { state } = run(parcel(A), { type: 'mistyped', stop: A, typed: false }, judged(mistyped));
  expect(mayTake(state, parcel(B))).toBe(true);
  const other = doorStep(state, parcel(B)).state;
  expect(other.at).toMatchObject({ name: 'door', stop: A, elsewhere: { delivery: B } });
});

test('what was done at a stop is forgotten when it is over', () => {
  const { state } = run(parcel(A), bare(A), judged(accepted), { type: 'acknowledge', id: 1 });
  expect(state.ticked.size).toBe(0);
});

test("a refusal gives way to the same stop's next scan and to no other", () => {
  const { state } = run(parcel(A), bare(A), judged(wrong));
  expect(mayTake(state, bare(A))).toBe(true);
  expect(mayTake(state, parcel(A))).toBe(true);
  expect(mayTake(state, parcel(B))).toBe(false);
  expect(mayTake(state, bare(B))).toBe(false);
});

test('an acknowledgement of an older verdict has no effect', () => {
  const { state } = run(parcel(A), bare(A), judged(wrong), bare(A), judged(wrong));
  expect(doorStep(state, { type: 'acknowledge', id: 1 }).state).toBe(state);
  expect(doorStep(state, { type: 'acknowledge', id: 2 }).state.at).toEqual({
    name: 'door',
    stop: A,
    entry: 'ready',
    asks: 'hand-over',
    elsewhere: null,
    question: null,
  });
});

test('a used code of a moment ago is said calmly, and the next scan goes on (D1)', () => {
  const { state } = run(qr(A, null), judged(used, true));
  expect(mayTake(state, parcel(B))).toBe(true);
  expect(doorStep(state, parcel(B)).state.at).toMatchObject({ name: 'door', stop: B });
});

test('after already-used the stop is left', () => {
  const { state } = run(parcel(A), bare(A), judged(used));
  expect(doorStep(state, { type: 'acknowledge', id: 1 }).state.at).toEqual({ name: 'route' });
});

test("after asking for the dispatcher's code a bare code is judged as that, a QR never", () => {
  const asked = run(parcel(A), bare(A), judged(wrong), {
    type: 'ask',
    delivery: A,
    asks: 'override',
  });
  expect(asked.state.at).toEqual({
    name: 'door',
    stop: A,
    entry: 'ready',
    asks: 'override',
    elsewhere: null,
    question: null,
  });
  const dispatchers: DoorInput = {
    type: 'code',
    named: null,
    stop: A,
    asks: 'override',
    typed: true,
    standing: OPEN,
  };
  const tried = doorStep(asked.state, dispatchers);
  expect(tried.effect).toEqual({ type: 'judge', stop: A, purpose: 'override' });
  const theirs: DoorInput = { ...dispatchers, named: A, typed: false };
  expect(doorStep(asked.state, theirs).effect).toEqual({
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
  const accepting = run(parcel(A), bare(A), judged(accepted));
  const own: DoorEvent = { type: 'ask', delivery: A, asks: 'override' };
  expect(doorStep(accepting.state, own).state).toBe(accepting.state);
});

test("a token's used code leaves its stop open, a used delivery does not", () => {
  const after = (verdict: Verdict) => {
    const shown = run(parcel(A), bare(A), judged(verdict));
    return doorStep(shown.state, { type: 'acknowledge', id: 1 }).state.at.name;
  };
  expect(after({ result: 'refused', reason: 'already-used', at: null, by: null })).toBe('door');
  expect(after(used)).toBe('route');
});

const pass = (delivery: DeliveryId | null, stop: DeliveryId | null, listed = true): DoorInput => ({
  type: 'pass',
  names: delivery === null ? null : { delivery, listed },
  stop,
  standing: OPEN,
});

test('a pass is judged for the stop that it names, from the route and at its own door', () => {
  const judging = { type: 'judge-pass', stop: A };
  expect(run(pass(A, null)).effect).toEqual(judging);
  expect(run(parcel(A), pass(A, A)).effect).toEqual(judging);
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
    const shown = doorStep(judging.state, judged(verdict));
    const left = doorStep(shown.state, { type: 'acknowledge', id: 1 });
    expect(left.state.at).toEqual({ name: 'route' });
  }
});

test('a pass that is not believed is refused for the stop on the screen', () => {
  expect(run(parcel(A), pass(null, A)).effect).toEqual({ type: 'judge-pass', stop: A });
  expect(run(pass(null, null)).effect).toEqual({ type: 'judge-pass', stop: null });
});
