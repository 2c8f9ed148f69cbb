import { expect, test } from 'vitest';
import { NO_INSTRUCTIONS } from '../../protocol/no-instructions.ts';
import { NOTHING_PARTICULAR } from '../../protocol/nothing-particular.ts';
import { doorStep } from './door.ts';
import type { DoorState, Standing, Step } from './door-state.ts';
import { beginHandOver } from './hand-over-draft.ts';
import {
  A,
  accepted,
  bare,
  judged,
  label,
  OPEN,
  parcel,
  run,
  second,
  wrong,
} from './testing/door-events.ts';

const evidence = { signature: true, everyParcel: true };
/** A stop that needs all that can be needed. */
const needs = (more: Partial<typeof OPEN> = {}): Standing => ({
  ...OPEN,
  parcels: [label, second],
  instructions: { ...NO_INSTRUCTIONS, evidence },
  ...more,
});
const open = { type: 'open', delivery: A } as const;
const answered = (state: DoorState, answer: 'finish' | 'hand-over' | 'drop'): Step =>
  doorStep(state, { type: 'answer', delivery: A, answer });
const questionOf = ({ at }: DoorState) => (at.name === 'door' ? at.question : null);
const SIGNED = { ...NOTHING_PARTICULAR, strokes: [[[1, 2] as [number, number]]] };

test('a code waits where nobody has signed, and the question leads to the field', () => {
  const asked = run(open, bare(A, needs()));
  expect(asked.effect).toEqual({ type: 'hold' });
  expect(questionOf(asked.state)).toEqual({ name: 'unsigned', mayHandOver: false });
  const draft = answered(asked.state, 'finish').state.drafts.get(A);
  expect(draft).toMatchObject({ shown: 'hand-over', handOver: { step: 'signature' } });
  expect(answered(asked.state, 'hand-over').state).toBe(asked.state);
});

test('a depot that leaves it to the driver lets the code go on without the signature', () => {
  const standing = needs({ missingEvidence: 'ask' });
  const asked = run(open, bare(A, standing));
  const without = answered(asked.state, 'hand-over');
  expect(without.effect).toEqual({ type: 'go-on' });
  const scans = doorStep(without.state, bare(A, standing));
  expect(questionOf(scans.state)).toMatchObject({ name: 'unscanned', mayHandOver: true });
  const all = answered(scans.state, 'hand-over');
  expect(doorStep(all.state, bare(A, standing)).effect).toMatchObject({ type: 'judge' });
});

test('what was done without for the dispatcher counts for no code of the customer', () => {
  const override = { ...bare(A, needs()), asks: 'override' as const };
  const steps = [open, { type: 'ask', delivery: A, asks: 'override' }, override] as const;
  const asked = run(...steps);
  expect(questionOf(asked.state)).toEqual({ name: 'unsigned', mayHandOver: true });
  const unsigned = answered(asked.state, 'hand-over');
  const scans = doorStep(unsigned.state, override);
  const all = answered(scans.state, 'hand-over');
  const refused = doorStep(doorStep(all.state, override).state, judged(wrong));
  const again = doorStep(refused.state, bare(A, needs()));
  expect(questionOf(again.state)).toEqual({ name: 'unsigned', mayHandOver: false });
});

test('a signature and a scan of each parcel let the code be judged at once', () => {
  const { effect } = run(
    parcel(A),
    parcel(A, second),
    { type: 'prepare', delivery: A, particulars: SIGNED },
    bare(A, needs()),
  );
  expect(effect).toMatchObject({ type: 'judge' });
});

test('parcels that may not go where the driver said go nowhere, and back to the customer', () => {
  const household = { ...NOTHING_PARTICULAR, recipient: { to: 'household' } as const };
  const standing = { ...OPEN, instructions: { ...NO_INSTRUCTIONS, persons: [] } };
  const asked = run(
    open,
    { type: 'prepare', delivery: A, particulars: household },
    bare(A, standing),
  );
  expect(asked.effect).toBeNull();
  expect(questionOf(asked.state)).toEqual({ name: 'not-allowed' });
  const chosen = answered(asked.state, 'finish').state.drafts.get(A);
  expect(chosen?.handOver).toEqual(beginHandOver(NOTHING_PARTICULAR));
  const back = answered(asked.state, 'drop').state;
  expect(back.particulars.get(A)?.recipient).toEqual({ to: 'customer' });
  expect(doorStep(back, bare(A, standing)).effect).toMatchObject({ type: 'judge' });
});

test('instructions are put away by hand or by a code, and stand again once the stop is over', () => {
  const put = (shown: boolean) => ({ type: 'instructions', delivery: A, shown }) as const;
  expect(run(open, put(false)).state.read).toEqual(new Set([A]));
  expect(run(open, put(false), put(true)).state.read).toEqual(new Set());
  expect(run(put(false)).state.read).toEqual(new Set());
  const code = run(open, bare(A));
  expect(code.state.read).toEqual(new Set([A]));
  const verdict = doorStep(code.state, judged(accepted)).state;
  expect(doorStep(verdict, { type: 'acknowledge', id: 1 }).state.read).toEqual(new Set());
});
