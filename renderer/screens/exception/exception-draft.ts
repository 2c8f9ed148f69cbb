import type { ExceptionOutcome, Strokes } from '../../../shared/outcome.ts';

/** What the driver has chosen, written and drawn so far about a stop that ends without a code. */
export type ExceptionDraft = {
  readonly outcome: ExceptionOutcome | null;
  readonly note: string;
  readonly strokes: Strokes;
  /** The field for the signature is on the screen. */
  readonly signing: boolean;
};

export const NO_EXCEPTION: ExceptionDraft = {
  outcome: null,
  note: '',
  strokes: [],
  signing: false,
};

/** One step back, or null from the first one. What was written stays. */
export const backInException = (draft: ExceptionDraft): ExceptionDraft | null => {
  if (draft.signing) return { ...draft, signing: false };
  return draft.outcome === null ? null : { ...draft, outcome: null };
};
