import { expect, test } from 'vitest';
import { deliveryId, instant, shortId } from '../../../shared/ids.ts';
import type { DoorView, ScreenView, StopView, VerdictView } from '../../../shared/ipc/view.ts';
import { NOTHING_PARTICULAR } from '../../../shared/nothing-particular.ts';
import type { Particulars } from '../../../shared/outcome.ts';
import { NO_EXCEPTION } from '../exception/exception-draft.ts';
import { beginHandOver } from '../hand-over/hand-over-draft.ts';
import { type Draft, draftOn, endHandOver, showDraft, stepBack } from './draft.ts';

const stop = (number: number): StopView => ({
  delivery: deliveryId.parse(`00000000-0000-4000-8000-00000000000${number}`),
  shortId: shortId.parse('K7QD92'),
  position: number,
  customer: 'R. Okafor',
  address: ['Lindenweg 3'],
  arrival: instant.parse(1_800_000_000_000),
  state: 'next',
  handedOverAt: null,
  exception: null,
  parcels: [],
});
const door = (more: Partial<DoorView> = {}): DoorView => ({
  name: 'door',
  stop: stop(1),
  entry: 'ready',
  asks: 'hand-over',
  elsewhere: null,
  form: 'code',
  question: null,
  particulars: NOTHING_PARTICULAR,
  ...more,
});
const verdict = (of: VerdictView['verdict'], at: StopView | null = stop(1)): VerdictView => ({
  name: 'verdict',
  id: 1,
  stop: at,
  verdict: of,
});
const refused = {
  result: 'refused',
  refusal: { reason: 'unreadable' },
  otherStop: null,
  byYou: false,
  mayOverride: false,
} as const;
const accepted = {
  result: 'accepted',
  by: 'hand-over',
  unlisted: null,
  recipient: { to: 'customer' },
} as const;
const said: Particulars = {
  ...NOTHING_PARTICULAR,
  recipient: { to: 'neighbour', who: 'Müller, 12' },
};
const draft: Draft = {
  delivery: stop(1).delivery,
  shown: 'exception',
  exception: { ...NO_EXCEPTION, outcome: 'damaged', note: 'wet', strokes: [[[1, 1]]] },
  handOver: { ...beginHandOver(NOTHING_PARTICULAR), to: 'safe-place', where: 'Gar' },
};
const behind: Draft = { ...draft, shown: null };

test.each<[string, ScreenView, Draft | null]>([
  ['stays at its door', door(), draft],
  [
    'stays while a parcel of its stop is scanned',
    door({ stop: { ...stop(1), parcels: [] } }),
    draft,
  ],
  ['steps back for a code that is being judged', door({ entry: 'verifying' }), behind],
  ["steps back for the dispatcher's code", door({ asks: 'override' }), behind],
  ['is kept behind a refusal at its stop', verdict(refused), behind],
  ['is over with an acceptance', verdict(accepted), null],
  ['is gone at another door', door({ stop: stop(2) }), null],
  ['is gone with a refusal elsewhere', verdict(refused, null), null],
  ['is gone on the route', { name: 'history', rows: [], from: 0, total: 0 }, null],
])('a draft %s', (_name, screen, left) => {
  expect(draftOn(draft, screen)).toEqual(left);
});

test('a draft that does not change is the same value', () => {
  expect(draftOn(draft, door())).toBe(draft);
  expect(draftOn(behind, verdict(refused))).toBe(behind);
});

test('each of the two is shown again as it was left', () => {
  expect(showDraft(behind, door(), 'exception')).toEqual(draft);
  expect(showDraft(behind, door({ particulars: said }), 'hand-over')).toEqual({
    ...draft,
    shown: 'hand-over',
  });
});

test('an exception begins with nothing, a hand-over with what was said before', () => {
  expect(showDraft(null, door(), 'exception')).toEqual({
    delivery: draft.delivery,
    shown: 'exception',
    exception: NO_EXCEPTION,
    handOver: null,
  });
  expect(showDraft(null, door({ particulars: said }), 'hand-over').handOver).toEqual(
    beginHandOver(said),
  );
});

test('back leads over the outcomes to the door, and keeps the note and the signature', () => {
  const { exception } = draft;
  const signing = { ...draft, exception: { ...exception, signing: true } };
  expect(stepBack(signing)).toEqual(draft);
  const outcomes = stepBack(draft);
  expect(outcomes).toEqual({ ...draft, exception: { ...exception, outcome: null } });
  expect(stepBack(outcomes)).toEqual({ ...outcomes, shown: null });
});

test('back leads from who takes it to the door, and keeps what was written', () => {
  const here: Draft = { ...draft, shown: 'hand-over' };
  expect(stepBack(here)).toEqual(behind);
});

test('what was sent is not a draft any more, and the other one is', () => {
  expect(endHandOver({ ...draft, shown: 'hand-over' })).toEqual({ ...behind, handOver: null });
});
