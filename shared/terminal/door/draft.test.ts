import { describe, expect, test } from 'vitest';
import { parcelLabel } from '../../protocol/ids.ts';
import { NOTHING_PARTICULAR } from '../../protocol/nothing-particular.ts';
import type { Particulars } from '../../protocol/outcome.ts';
import { draftSays, hideDraft, showDraft, stepBack } from './draft.ts';
import { type Draft, draft } from './draft-schema.ts';
import { NO_EXCEPTION } from './exception-draft.ts';
import { beginHandOver, chooseRecipient } from './hand-over-draft.ts';

const parcels = [
  parcelLabel.parse('00340434161094004471'),
  parcelLabel.parse('00340434161094009023'),
];
const said: Particulars = {
  ...NOTHING_PARTICULAR,
  recipient: { to: 'neighbour', who: 'Müller, 12' },
};
const left: Draft = {
  shown: 'exception',
  exception: { ...NO_EXCEPTION, outcome: 'damaged', note: 'wet', strokes: [[[1, 1]]] },
  handOver: { ...beginHandOver(NOTHING_PARTICULAR), to: 'safe-place', where: 'Gar' },
};
const behind: Draft = { ...left, shown: null };

test('each of the two is shown again as it was left', () => {
  expect(showDraft(behind, NOTHING_PARTICULAR, 'exception')).toEqual(left);
  expect(showDraft(behind, said, 'hand-over')).toEqual({ ...left, shown: 'hand-over' });
});

test('an exception begins with nothing, a hand-over with what was said before', () => {
  expect(showDraft(null, NOTHING_PARTICULAR, 'exception')).toEqual({
    shown: 'exception',
    exception: NO_EXCEPTION,
    handOver: null,
  });
  expect(showDraft(null, said, 'hand-over').handOver).toEqual(beginHandOver(said));
});

test('back leads over the outcomes to the door, and keeps the note and the signature', () => {
  const { exception } = left;
  const signing = { ...left, exception: { ...exception, signing: true } };
  expect(stepBack(signing)).toEqual(left);
  const outcomes = stepBack(left);
  expect(outcomes).toEqual({ ...left, exception: { ...exception, outcome: null } });
  expect(stepBack(outcomes)).toEqual({ ...outcomes, shown: null });
});

test('back leads from who takes it to the door, and keeps what was written', () => {
  expect(stepBack({ ...left, shown: 'hand-over' })).toEqual(behind);
});

test('a draft behind the door is the same value however often it is put there', () => {
  expect(hideDraft(left)).toEqual(behind);
  expect(hideDraft(behind)).toBe(behind);
});

test('is what a window may send, and nothing else', () => {
  expect(draft.safeParse(left).success).toBe(true);
  expect(draft.safeParse({ ...left, code: 'K7QD92MX4T' }).success).toBe(false);
  const long = { ...left, handOver: { ...beginHandOver(said), who: 'x'.repeat(81) } };
  expect(draft.safeParse(long).success).toBe(false);
});

const handOver = (more: Partial<NonNullable<Draft['handOver']>>, shown: Draft['shown']): Draft => ({
  shown,
  exception: NO_EXCEPTION,
  handOver: { ...beginHandOver(NOTHING_PARTICULAR), ...more },
});
const neighbour = { to: 'neighbour', who: ' Müller, 12 ' } as const;

describe('a code that is shown', () => {
  test.each<[string, Draft | null]>([
    ['without a draft', null],
    ['at the list of reasons', { shown: 'exception', exception: NO_EXCEPTION, handOver: null }],
    ['at who takes it, with nothing chosen', handOver({}, 'hand-over')],
  ])('%s finds what was said before', (_name, at) => {
    expect(draftSays(at, NOTHING_PARTICULAR, parcels)).toEqual({
      finished: true,
      says: NOTHING_PARTICULAR,
    });
  });

  test.each(['details', 'kept', 'signature'] as const)(
    'finds a neighbour who is chosen, with %s on the screen and nothing touched since (D2)',
    (step) => {
      const at = handOver({ ...neighbour, step }, 'hand-over');
      expect(draftSays(at, NOTHING_PARTICULAR, parcels)).toEqual({ finished: true, says: said });
    },
  );

  test('finds that the customer takes it after all, where a neighbour was said before (D2)', () => {
    const at = { ...handOver({}, 'hand-over'), handOver: beginHandOver(said) };
    const chosen = { ...at, handOver: chooseRecipient(at.handOver, 'customer') };
    expect(draftSays(chosen, said, parcels)).toEqual({ finished: true, says: NOTHING_PARTICULAR });
  });

  test.each<[string, Draft, 'hand-over' | 'exception']>([
    [
      'a neighbour without a name',
      handOver({ to: 'neighbour', step: 'place' }, 'hand-over'),
      'hand-over',
    ],
    [
      'a name that is being written',
      handOver({ ...neighbour, step: 'place' }, 'hand-over'),
      'hand-over',
    ],
    [
      'a choice that is made anew',
      handOver({ ...neighbour, step: 'recipient' }, 'hand-over'),
      'hand-over',
    ],
    [
      'what was left behind the door',
      handOver({ ...neighbour, step: 'details' }, null),
      'hand-over',
    ],
    [
      'nothing that is handed over',
      handOver({ kept: parcels, step: 'kept' }, 'hand-over'),
      'hand-over',
    ],
    [
      'an outcome without a code',
      { shown: 'exception', exception: { ...NO_EXCEPTION, outcome: 'damaged' }, handOver: null },
      'exception',
    ],
    [
      'a note on one',
      { shown: null, exception: { ...NO_EXCEPTION, note: 'wet' }, handOver: null },
      'exception',
    ],
  ])('asks about %s (D2)', (_name, at, of) => {
    expect(draftSays(at, NOTHING_PARTICULAR, parcels)).toEqual({ finished: false, of });
  });
});
