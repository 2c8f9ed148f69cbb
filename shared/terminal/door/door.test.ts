import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { DeliveryId, Instant, ParcelLabel } from '../../protocol/ids.ts';
import { NOTHING_PARTICULAR } from '../../protocol/nothing-particular.ts';
import type { Particulars } from '../../protocol/outcome.ts';
import type { Verdict } from '../../protocol/verdict.ts';
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
import { toneOfVerdict } from './tone.ts';

const A = 'a' as DeliveryId;
const B = 'b' as DeliveryId;
const label = 'L' as ParcelLabel;
const second = 'M' as ParcelLabel;
/** Nothing is to be said before a code is judged. */
const OPEN: Standing = { open: true, parcels: [label], unscanned: 'free' };
const accepted: Verdict = { result: 'accepted', by: 'hand-over', unlisted: null };
const wrong: Verdict = { result: 'refused', reason: 'wrong-code', attemptsLeft: 4 };
const mistyped: Verdict = { result: 'refused', reason: 'mistyped' };
const used: Verdict = { result: 'refused', reason: 'already-used', at: 1 as Instant, by: null };

const run = (...events: DoorEvent[]): Step =>
  events.reduce<Step>((step, event) => doorStep(step.state, event), {
    state: initialDoor,
    effect: null,
  });
const bare = (stop: DeliveryId | null, standing: Standing = OPEN): DoorInput => ({
  type: 'code',
  named: null,
  stop,
  asks: 'hand-over',
  typed: false,
  standing,
});
const qr = (named: DeliveryId | 'unknown', stop: DeliveryId | null): DoorInput => ({
  type: 'code',
  named,
  stop,
  asks: 'hand-over',
  typed: false,
  standing: OPEN,
});
const parcel = (delivery: DeliveryId, scanned = label): DoorInput => ({
  type: 'parcel',
  delivery,
  label: scanned,
});
const judged = (verdict: Verdict, justNow = false): DoorEvent => ({
  type: 'judged',
  verdict,
  justNow,
});

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

const stops = fc.constantFrom(A, B);
const standings = fc.oneof(
  fc.constantFrom<Standing>({ open: false, wait: null }, { open: false, wait: 9 as Instant }),
  fc
    .constantFrom('free', 'ask', 'refuse')
    .map((unscanned): Standing => ({ open: true, parcels: [label, second], unscanned })),
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

const neighbour = (more: Partial<NonNullable<Draft['handOver']>>): DoorEvent => ({
  type: 'draft',
  delivery: A,
  edit: 1,
  draft: {
    shown: 'hand-over',
    exception: NO_EXCEPTION,
    handOver: { ...beginHandOver(NOTHING_PARTICULAR), to: 'neighbour', ...more },
  },
});

test("a draft that stands complete on the screen is the driver's word (D2)", () => {
  const { state, effect } = run(
    parcel(A),
    neighbour({ who: 'Müller, 12', step: 'details' }),
    bare(A),
  );
  expect(effect).toMatchObject({ type: 'judge', stop: A });
  expect(state.particulars.get(A)?.recipient).toEqual({ to: 'neighbour', who: 'Müller, 12' });
});

test('one that is not is asked about before anything is judged, and finished or dropped (D2)', () => {
  const asked = run(parcel(A), neighbour({ who: 'Mül', step: 'place' }), bare(A));
  expect(asked.effect).toBeNull();
  expect(asked.state.at).toMatchObject({
    name: 'door',
    question: { name: 'unfinished', of: 'hand-over' },
  });
  const finish = doorStep(asked.state, { type: 'answer', delivery: A, answer: 'finish' });
  expect(finish.state.at).toMatchObject({ question: null });
  expect(finish.state.drafts.get(A)).toMatchObject({
    shown: 'hand-over',
    handOver: { who: 'Mül' },
  });
  const dropped = doorStep(asked.state, { type: 'answer', delivery: A, answer: 'drop' });
  expect(dropped.state.drafts.size).toBe(0);
  expect(doorStep(dropped.state, bare(A)).effect).toMatchObject({ type: 'judge', stop: A });
});

test('of two changes of a draft the later one stands, in whatever order they come', () => {
  const { state } = run(parcel(A), neighbour({ who: 'M' }));
  const overtaken = doorStep(state, { ...neighbour({ who: '' }), edit: 1 } as DoorEvent);
  expect(overtaken.state).toBe(state);
  expect(doorStep(state, { ...neighbour({ who: 'Mü' }), edit: 2 } as DoorEvent).state.edits).toBe(
    2,
  );
});

const two = (unscanned: 'free' | 'ask' | 'refuse'): Standing => ({
  open: true,
  parcels: [label, second],
  unscanned,
});
const answered = (state: DoorState, answer: 'hand-over' | 'keep'): Step =>
  doorStep(state, { type: 'answer', delivery: A, answer });

test('what was not scanned is asked about while the code waits; one touch goes on (D7)', () => {
  const { state, effect } = run(parcel(A), bare(A, two('ask')));
  expect(effect).toEqual({ type: 'hold' });
  expect(state.at).toMatchObject({
    name: 'door',
    question: { name: 'unscanned', labels: [second], mayHandOver: true },
  });
  const all = answered(state, 'hand-over');
  expect(all.effect).toEqual({ type: 'go-on' });
  expect(doorStep(all.state, bare(A, two('ask'))).effect).toMatchObject({ type: 'judge' });
  const kept = answered(state, 'keep');
  expect(kept.effect).toEqual({ type: 'go-on' });
  expect(kept.state.particulars.get(A)?.kept).toEqual([second]);
  const scanned = doorStep(state, parcel(A, second));
  expect(scanned.effect).toEqual({ type: 'go-on' });
});

test('a depot that refuses what was not scanned leaves scanning and keeping (D7)', () => {
  const { state } = run(parcel(A), bare(A, two('refuse')));
  expect(answered(state, 'hand-over').state).toBe(state);
  expect(answered(state, 'keep').effect).toEqual({ type: 'go-on' });
});

test('a depot that is free about it is not asked, nor is who has scanned everything (D7)', () => {
  expect(run(parcel(A), bare(A, two('free'))).effect).toMatchObject({ type: 'judge' });
  const all = run(parcel(A), parcel(A, second), bare(A, two('ask')));
  expect(all.effect).toMatchObject({ type: 'judge' });
});

test('not everything is kept', () => {
  const { state } = run({ type: 'open', delivery: A }, bare(A, two('ask')));
  expect(answered(state, 'keep').state).toBe(state);
});

test('a line is said over whatever there is, and goes by itself (D11)', () => {
  const noted = run(parcel(A), bare(A), judged(wrong), {
    type: 'notice',
    notice: { says: 'foreign' },
  }).state;
  expect(noted.at.name).toBe('verdict');
  expect(noted.notice).toEqual({ id: 1, says: 'foreign' });
  expect(doorStep(noted, { type: 'notice-over', id: 2 }).state).toBe(noted);
  expect(doorStep(noted, { type: 'notice-over', id: 1 }).state.notice).toBeNull();
});
