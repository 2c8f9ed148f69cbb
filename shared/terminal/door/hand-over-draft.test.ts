import { describe, expect, test } from 'vitest';
import { parcelLabel } from '../../protocol/ids.ts';
import { NOTHING_PARTICULAR } from '../../protocol/nothing-particular.ts';
import { type Particulars, particulars } from '../../protocol/outcome.ts';
import type { HandOverDraft } from './draft-schema.ts';
import {
  backInHandOver,
  beginHandOver,
  chooseRecipient,
  finishHandOver,
  isParticular,
  toggleKept,
} from './hand-over-draft.ts';

const parcels = ['4471', '9023', '1187'].map((end) =>
  parcelLabel.parse(`00340434161094${end.padStart(6, '0')}`),
);
const [first, second] = parcels as [(typeof parcels)[0], (typeof parcels)[0]];
const said: Particulars = {
  recipient: { to: 'neighbour', who: 'Müller, 12' },
  kept: [second],
  note: 'Rang twice',
  strokes: [[[1, 2]]],
};
const nothing = beginHandOver(NOTHING_PARTICULAR);
const draft = (more: Partial<HandOverDraft>): HandOverDraft => ({ ...nothing, ...more });

test('begins with who takes it, and with what was said before', () => {
  expect(beginHandOver(said)).toEqual({
    step: 'recipient',
    to: 'neighbour',
    who: 'Müller, 12',
    where: '',
    kept: [second],
    note: 'Rang twice',
    strokes: [[[1, 2]]],
  });
  expect(finishHandOver(beginHandOver(said), parcels)).toEqual({ ok: true, value: said });
});

test.each([
  ['customer', 'details'],
  ['neighbour', 'place'],
  ['safe-place', 'place'],
] as const)('asks of a %s next: the %s', (to, step) => {
  expect(chooseRecipient(nothing, to)).toMatchObject({ to, step });
});

test('a wrong touch loses no word', () => {
  const there = chooseRecipient(draft({ who: 'Müller, 12' }), 'safe-place');
  expect(chooseRecipient(there, 'neighbour').who).toBe('Müller, 12');
});

test.each<[HandOverDraft['step'], HandOverDraft['to'], HandOverDraft['step'] | null]>([
  ['recipient', 'neighbour', null],
  ['place', 'neighbour', 'recipient'],
  ['details', 'neighbour', 'place'],
  ['details', 'customer', 'recipient'],
  ['kept', 'customer', 'details'],
  ['signature', 'safe-place', 'details'],
])('back from the %s of a %s', (step, to, before) => {
  expect(backInHandOver(draft({ step, to }))?.step ?? null).toBe(before);
});

describe('is finished', () => {
  test('by the customer with nothing more to say', () => {
    expect(finishHandOver(nothing, parcels)).toEqual({ ok: true, value: NOTHING_PARTICULAR });
  });

  test.each<[string, Partial<HandOverDraft>, string]>([
    ['a neighbour without a name', { to: 'neighbour', where: 'Garage' }, 'no-who'],
    ['a neighbour of spaces', { to: 'neighbour', who: '  ' }, 'no-who'],
    ['a safe place without words', { to: 'safe-place', who: 'Müller' }, 'no-where'],
    ['a hand-over of nothing', { kept: parcels }, 'keeps-all'],
  ])('not by %s', (_name, more, error) => {
    expect(finishHandOver(draft(more), parcels)).toEqual({ ok: false, error });
  });

  test("with the stop's own parcels in their order, and words without what is around them", () => {
    const other = parcelLabel.parse('00340434161094777777');
    const done = finishHandOver(
      draft({ to: 'safe-place', where: ' Garage ', kept: [other, second, first], note: ' Key ' }),
      parcels,
    );
    const value = {
      recipient: { to: 'safe-place', where: 'Garage' },
      kept: [first, second],
      note: 'Key',
      strokes: [],
    };
    expect(done).toEqual({ ok: true, value });
    expect(particulars.safeParse(value).success).toBe(true);
  });
});

test('a parcel is kept, and handed over after all', () => {
  const once = toggleKept(nothing, first);
  expect(once.kept).toEqual([first]);
  expect(toggleKept(once, first).kept).toEqual([]);
});

test('what is so by itself is not particular', () => {
  expect(isParticular(NOTHING_PARTICULAR)).toBe(false);
  expect(isParticular({ ...NOTHING_PARTICULAR, kept: [first] })).toBe(true);
  expect(isParticular({ ...NOTHING_PARTICULAR, note: 'Dog' })).toBe(true);
  expect(isParticular({ ...NOTHING_PARTICULAR, strokes: [[[1, 1]]] })).toBe(true);
  expect(isParticular(said)).toBe(true);
});
