import type { DeliveryId } from '../../../shared/ids.ts';
import type { DoorView, ScreenView } from '../../../shared/ipc/view.ts';
import {
  backInException,
  type ExceptionDraft,
  NO_EXCEPTION,
} from '../exception/exception-draft.ts';
import { backInHandOver, beginHandOver, type HandOverDraft } from '../hand-over/hand-over-draft.ts';

/** What the driver is writing about a stop beside its code, and has not sent yet. */
export type Draft = {
  readonly delivery: DeliveryId;
  /** What is on the screen in place of the door; null: the door. */
  readonly shown: 'exception' | 'hand-over' | null;
  readonly exception: ExceptionDraft;
  /** Null while nothing differs from what was sent. */
  readonly handOver: HandOverDraft | null;
};

/** The draft steps back behind the door. */
export const hideDraft = (draft: Draft): Draft =>
  draft.shown === null ? draft : { ...draft, shown: null };

/**
 * What is left of a draft on a screen. It lives as long as its stop is the one on the screen, also
 * behind a refusal; a code that is being judged and the dispatcher's code have the screen first.
 */
export const draftOn = (draft: Draft | null, screen: ScreenView | null): Draft | null => {
  if (draft === null || screen === null) return null;
  if (screen.name === 'door' && screen.stop.delivery === draft.delivery) {
    const first = screen.asks === 'override' || screen.entry === 'verifying';
    return first ? hideDraft(draft) : draft;
  }
  if (screen.name === 'verdict' && screen.stop?.delivery === draft.delivery) {
    return screen.verdict.result === 'accepted' ? null : hideDraft(draft);
  }
  return null;
};

/** Shows one of the two as it was left, or begins it. */
export const showDraft = (
  draft: Draft | null,
  { stop: { delivery }, particulars }: DoorView,
  shown: 'exception' | 'hand-over',
): Draft => {
  const left = draft ?? { delivery, shown, exception: NO_EXCEPTION, handOver: null };
  if (shown === 'exception') return { ...left, shown };
  return { ...left, shown, handOver: left.handOver ?? beginHandOver(particulars) };
};

/** The hand-over's draft was sent, and is not needed any more. */
export const endHandOver = (draft: Draft): Draft => ({ ...draft, shown: null, handOver: null });

/** One step back, in the end to the door. What was written stays. */
export const stepBack = (draft: Draft): Draft => {
  if (draft.shown === 'exception') {
    const exception = backInException(draft.exception);
    return exception === null ? hideDraft(draft) : { ...draft, exception };
  }
  const handOver = draft.handOver === null ? null : backInHandOver(draft.handOver);
  return handOver === null ? hideDraft(draft) : { ...draft, handOver };
};
