import type { ParcelLabel } from '../../protocol/ids.ts';
import type { Particulars } from '../../protocol/outcome.ts';
import type { Draft, DraftKind, HandOverDraft } from './draft-schema.ts';
import { backInException, isBegun, NO_EXCEPTION } from './exception-draft.ts';
import { backInHandOver, beginHandOver, finishHandOver } from './hand-over-draft.ts';

/** The draft steps back behind the door. */
export const hideDraft = (left: Draft): Draft =>
  left.shown === null ? left : { ...left, shown: null };

/** Shows one of the two as it was left, or begins it with what was said before. */
export const showDraft = (left: Draft | null, said: Particulars, shown: DraftKind): Draft => {
  const before = left ?? { shown, exception: NO_EXCEPTION, handOver: null };
  if (shown === 'exception') return { ...before, shown };
  return { ...before, shown, handOver: before.handOver ?? beginHandOver(said) };
};

/** Shows what is said about the hand-over at the signature. */
export const showSignature = (left: Draft | null, said: Particulars): Draft => {
  const shown = showDraft(left, said, 'hand-over');
  return shown.handOver === null
    ? shown
    : { ...shown, handOver: { ...shown.handOver, step: 'signature' } };
};

/** One step back, in the end to the door. What was written stays. */
export const stepBack = (left: Draft): Draft => {
  if (left.shown === 'exception') {
    const exception = backInException(left.exception);
    return exception === null ? hideDraft(left) : { ...left, exception };
  }
  const handOver = left.handOver === null ? null : backInHandOver(left.handOver);
  return handOver === null ? hideDraft(left) : { ...left, handOver };
};

/** What a draft comes to when a code is shown: what the driver has said, or what is not finished. */
export type DraftSays =
  | { readonly finished: true; readonly says: Particulars }
  | { readonly finished: false; readonly of: DraftKind };

/** The steps at which who takes the parcels has been decided. */
const DECIDED: ReadonlySet<HandOverDraft['step']> = new Set(['details', 'kept', 'signature']);

const sameParticulars = (a: Particulars, b: Particulars): boolean =>
  JSON.stringify([a.recipient, a.kept, a.note, a.strokes]) ===
  JSON.stringify([b.recipient, b.kept, b.note, b.strokes]);

/**
 * What the driver has said when a code is shown, whether 'Done' was touched or not: a draft that
 * stands complete on the screen is the driver's word. One that is begun and not complete, or left
 * behind the door, is nobody's word: the driver is asked.
 *
 * @param parcels the stop's own, in their order
 */
export const draftSays = (
  left: Draft | null,
  said: Particulars,
  parcels: readonly ParcelLabel[],
): DraftSays => {
  if (left === null) return { finished: true, says: said };
  if (isBegun(left.exception)) return { finished: false, of: 'exception' };
  if (left.handOver === null) return { finished: true, says: said };
  const done = finishHandOver(left.handOver, parcels);
  if (done.ok && sameParticulars(done.value, said)) return { finished: true, says: said };
  const stands = left.shown === 'hand-over' && DECIDED.has(left.handOver.step);
  return done.ok && stands
    ? { finished: true, says: done.value }
    : { finished: false, of: 'hand-over' };
};
