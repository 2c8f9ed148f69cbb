import { expect, test } from 'vitest';
import { deliveryId, instant, shortId } from '../../shared/protocol/ids.ts';
import { NOTHING_PARTICULAR } from '../../shared/protocol/nothing-particular.ts';
import type { Refusal } from '../../shared/protocol/verdict.ts';
import type { DoorView, StopView, VerdictView } from '../../shared/terminal/view/view.ts';
import { cueFor, cueForNotice } from './cue.ts';

const stop: StopView = {
  delivery: deliveryId.parse('00000000-0000-4000-8000-000000000001'),
  shortId: shortId.parse('K7QD92'),
  position: 1,
  customer: 'R. Okafor',
  address: ['Lindenweg 3'],
  arrival: instant.parse(1_800_000_000_000),
  state: 'next',
  handedOverAt: null,
  exception: null,
  parcels: [],
};
const door = (entry: DoorView['entry']): DoorView => ({
  name: 'door',
  stop,
  entry,
  asks: 'hand-over',
  elsewhere: null,
  form: 'code',
  question: null,
  particulars: NOTHING_PARTICULAR,
  locked: null,
  asked: null,
  draft: null,
  edits: 0,
  instructions: null,
});
const accepted = (id: number): VerdictView => ({
  name: 'verdict',
  id,
  stop,
  waiting: 0,
  verdict: {
    result: 'accepted',
    by: 'hand-over',
    unlisted: null,
    recipient: { to: 'customer' },
  },
});
const refused = (refusal: Refusal): VerdictView => ({
  name: 'verdict',
  id: 1,
  stop,
  waiting: 0,
  verdict: {
    result: 'refused',
    refusal,
    otherStop: null,
    byYou: false,
    justNow: false,
    waitUntil: null,
    mayOverride: false,
  },
});

test('each verdict has the cue of its tone', () => {
  expect(cueFor(door('verifying'), accepted(1))).toBe('accepted');
  expect(cueFor(door('ready'), refused({ reason: 'locked', until: null }))).toBe('refused');
  expect(cueFor(door('ready'), refused({ reason: 'unreadable' }))).toBe('mistyped');
  expect(cueFor(door('ready'), refused({ reason: 'clock-untrusted' }))).toBe('mistyped');
});

test("another stop's parcel is heard once, and a further one again", () => {
  const other = (delivery: string): DoorView => ({
    ...door('ready'),
    elsewhere: { ...stop, delivery: deliveryId.parse(delivery) },
  });
  const one = other('00000000-0000-4000-8000-000000000002');
  expect(cueFor(door('ready'), one)).toBe('mistyped');
  expect(cueFor(one, one)).toBeNull();
  expect(cueFor(one, other('00000000-0000-4000-8000-000000000003'))).toBe('mistyped');
});

test('a verdict sounds once, however often its view comes', () => {
  expect(cueFor(accepted(1), accepted(1))).toBeNull();
});

test('the next verdict sounds, although it looks the same', () => {
  expect(cueFor(accepted(1), accepted(2))).toBe('accepted');
});

test('a mistyped code sounds when it is judged, not while it stands there', () => {
  expect(cueFor(door('verifying'), door('mistyped'))).toBe('mistyped');
  expect(cueFor(door('mistyped'), door('mistyped'))).toBeNull();
  expect(cueFor(door('mistyped'), door('verifying'))).toBeNull();
});

test('a verdict that is there at the start is heard', () => {
  expect(cueFor(null, accepted(1))).toBe('accepted');
});

test('a foreign barcode is a tick, once; other lines and questions are heard softly (D11)', () => {
  const foreign = { id: 1, says: 'foreign' } as const;
  expect(cueForNotice(null, foreign)).toBe('not-ours');
  expect(cueForNotice(foreign, foreign)).toBeNull();
  expect(cueForNotice(foreign, { ...foreign, id: 2 })).toBe('not-ours');
  expect(cueForNotice(foreign, { id: 2, says: 'open-first' })).toBe('mistyped');
  expect(cueForNotice(foreign, null)).toBeNull();
  const asked: DoorView = { ...door('ready'), asked: { name: 'unfinished', of: 'hand-over' } };
  expect(cueFor(door('ready'), asked)).toBe('mistyped');
  expect(cueFor(asked, asked)).toBeNull();
});
