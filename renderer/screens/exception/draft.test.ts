import { expect, test } from 'vitest';
import { deliveryId, instant, shortId } from '../../../shared/ids.ts';
import type { DoorView, ScreenView, StopView, VerdictView } from '../../../shared/ipc/view.ts';
import { draftOn, type ExceptionDraft, showDraft, stepBack } from './draft.ts';

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
const draft: ExceptionDraft = {
  delivery: stop(1).delivery,
  shown: true,
  outcome: 'damaged',
  note: 'wet',
};
const behind = { ...draft, shown: false };

test.each<[string, ScreenView, ExceptionDraft | null]>([
  ['stays at its door', door(), draft],
  [
    'stays while a parcel of its stop is scanned',
    door({ stop: { ...stop(1), parcels: [] } }),
    draft,
  ],
  ['steps back for a code that is being judged', door({ entry: 'verifying' }), behind],
  ["steps back for the dispatcher's code", door({ asks: 'override' }), behind],
  ['is kept behind a refusal at its stop', verdict(refused), behind],
  ['is over with an acceptance', verdict({ result: 'accepted', by: 'hand-over' }), null],
  ['is gone at another door', door({ stop: stop(2) }), null],
  ['is gone with a refusal elsewhere', verdict(refused, null), null],
  ['is gone on the route', { name: 'route', route: null, driver: null, stops: [], done: 0 }, null],
])('a draft %s', (_name, screen, left) => {
  expect(draftOn(draft, screen)).toEqual(left);
});

test('a draft that does not change is the same value', () => {
  expect(draftOn(draft, door())).toBe(draft);
  expect(draftOn(behind, verdict(refused))).toBe(behind);
});

test('a draft is shown again as it was left', () => {
  expect(showDraft(behind, draft.delivery)).toEqual(draft);
  expect(showDraft(null, draft.delivery)).toEqual({ ...draft, outcome: null, note: '' });
});

test('back leads over the outcomes to the door, and keeps the note', () => {
  const outcomes = stepBack(draft);
  expect(outcomes).toEqual({ ...draft, outcome: null });
  expect(stepBack(outcomes)).toEqual({ ...draft, outcome: null, shown: false });
});
