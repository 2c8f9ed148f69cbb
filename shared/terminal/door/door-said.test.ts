import { expect, test } from 'vitest';
import { NOTHING_PARTICULAR } from '../../protocol/nothing-particular.ts';
import type { Particulars } from '../../protocol/outcome.ts';
import { doorStep } from './door.ts';
import type { DoorEvent, DoorState, Standing, Step } from './door-state.ts';
import type { Draft } from './draft-schema.ts';
import { NO_EXCEPTION } from './exception-draft.ts';
import { beginHandOver } from './hand-over-draft.ts';
import {
  A,
  B,
  bare,
  judged,
  label,
  OPEN,
  parcel,
  run,
  second,
  wrong,
} from './testing/door-events.ts';

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
  ...OPEN,
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
