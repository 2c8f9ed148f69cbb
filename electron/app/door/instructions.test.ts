import { expect, test } from 'vitest';
import type { Instructions } from '../../../shared/protocol/instructions.ts';
import { NO_INSTRUCTIONS } from '../../../shared/protocol/no-instructions.ts';
import { NOTHING_PARTICULAR } from '../../../shared/protocol/nothing-particular.ts';
import type { Policy } from '../../../shared/protocol/policy.ts';
import { shownInstructions } from '../screen/shown-instructions.ts';
import {
  doorForTests,
  own,
  parcel,
  qr,
  scanAll,
  second,
  stop,
  third,
} from './testing/door-for-tests.ts';

const { stocked } = doorForTests();

const SIGNED = { ...NOTHING_PARTICULAR, strokes: [[[1, 2] as [number, number]]] };
const ALL = { signature: true, everyParcel: true };

/** A door with one stop of which the depot says this, and its driver at it. */
const instructed = (said: Partial<Instructions>, policy: Partial<Policy> = {}) => {
  const started = stocked({ unscanned: 'free', ...policy });
  const instructions = { ...NO_INSTRUCTIONS, ...said };
  started.store.write((writer) => writer.applyItem({ ...stop, instructions }));
  started.door.touch({ type: 'open', delivery: stop.id });
  const prepare = (particulars: typeof NOTHING_PARTICULAR) =>
    started.door.touch({ type: 'prepare', delivery: stop.id, particulars });
  const asked = () => {
    const { at } = started.door.state();
    return at.name === 'door' ? at.question : null;
  };
  return { ...started, prepare, asked };
};

test('a code is judged once there is what the stop needs, and the entry says what that was', async () => {
  const t = instructed({ evidence: ALL });
  t.door.input(qr());
  expect(t.asked()).toEqual({ name: 'unsigned', mayHandOver: false });
  t.door.touch({ type: 'answer', delivery: stop.id, answer: 'finish' });
  t.prepare(SIGNED);
  t.door.input(qr());
  expect(t.asked()).toMatchObject({ name: 'unscanned', mayHandOver: false });
  scanAll(t);
  await t.judged();
  expect(t.handOver()).toMatchObject({
    parcels: [own, second, third],
    strokes: SIGNED.strokes,
    evidence: { ...ALL, unscanned: [] },
  });
});

test('what the driver does without is in the entry, where the depot leaves it to the driver', async () => {
  const t = instructed({ evidence: ALL }, { missingEvidence: 'ask' });
  t.door.input(parcel(own));
  t.door.input(qr());
  t.door.touch({ type: 'answer', delivery: stop.id, answer: 'hand-over' });
  expect(t.asked()).toMatchObject({ name: 'unscanned', labels: [second, third] });
  t.door.touch({ type: 'answer', delivery: stop.id, answer: 'hand-over' });
  await t.judged();
  expect(t.handOver()).toMatchObject({
    strokes: [],
    evidence: { ...ALL, unscanned: [second, third] },
  });
});

test('a stop that needs nothing says nothing of it in the entry', async () => {
  const t = instructed({ note: 'Ring twice.' });
  t.door.input(qr());
  await t.judged();
  expect(t.handOver()).not.toHaveProperty('evidence');
});

test('what is said of a stop stands before the code until it is put away, and again at the next', () => {
  const t = instructed({ note: 'Ring twice.' });
  const shown = () => {
    const found = t.store.stop(stop.id);
    if (found === null) throw new Error('no stop');
    return shownInstructions(found, t.door.state()).instructions?.shown;
  };
  expect(shown()).toBe(true);
  t.door.touch({ type: 'instructions', delivery: stop.id, shown: false });
  expect(shown()).toBe(false);
  t.door.touch({ type: 'instructions', delivery: stop.id, shown: true });
  expect(shown()).toBe(true);
  t.door.touch({ type: 'ask', delivery: stop.id, asks: 'override' });
  expect(shown()).toBe(false);
});

test('a change of them while the driver is at the door counts for the next code', () => {
  const t = instructed({});
  t.prepare({ ...NOTHING_PARTICULAR, recipient: { to: 'household' } });
  t.store.write((writer) =>
    writer.applyItem({ ...stop, instructions: { ...NO_INSTRUCTIONS, persons: [] } }),
  );
  t.door.input(qr());
  expect(t.asked()).toEqual({ name: 'not-allowed' });
  expect(t.kinds()).toEqual([]);
});

test('names alone are no instructions to be read first', () => {
  const t = instructed({ names: [{ parcel: own, name: 'Coffee machine' }] });
  const found = t.store.stop(stop.id);
  expect(found && shownInstructions(found, t.door.state()).instructions).toBeNull();
});
