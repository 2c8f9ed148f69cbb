import type { DeliveryId } from '../../../shared/ids.ts';
import type { ScreenView } from '../../../shared/ipc/view.ts';
import type { ExceptionOutcome } from '../../../shared/outcome.ts';

/** What the driver has chosen and written so far about a stop that ends without a code. */
export type ExceptionDraft = {
  readonly delivery: DeliveryId;
  /** Whether it is on the screen, in place of the door. */
  readonly shown: boolean;
  readonly outcome: ExceptionOutcome | null;
  readonly note: string;
};

const hidden = (draft: ExceptionDraft): ExceptionDraft =>
  draft.shown ? { ...draft, shown: false } : draft;

/**
 * What is left of a draft on a screen. It lives as long as its stop is the one on the screen, also
 * behind a refusal; a code that is being judged and the dispatcher's code have the screen first.
 */
export const draftOn = (
  draft: ExceptionDraft | null,
  screen: ScreenView | null,
): ExceptionDraft | null => {
  if (draft === null || screen === null) return null;
  if (screen.name === 'door' && screen.stop.delivery === draft.delivery) {
    const first = screen.asks === 'override' || screen.entry === 'verifying';
    return first ? hidden(draft) : draft;
  }
  if (screen.name === 'verdict' && screen.stop?.delivery === draft.delivery) {
    return screen.verdict.result === 'accepted' ? null : hidden(draft);
  }
  return null;
};

/** Shows the draft of a stop, or begins one. */
export const showDraft = (draft: ExceptionDraft | null, delivery: DeliveryId): ExceptionDraft =>
  draft === null ? { delivery, shown: true, outcome: null, note: '' } : { ...draft, shown: true };

/** One step back: from the note to the outcomes, from there to the door. The note stays. */
export const stepBack = (draft: ExceptionDraft): ExceptionDraft =>
  draft.outcome === null ? hidden(draft) : { ...draft, outcome: null };
