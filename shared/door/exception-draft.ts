import { z } from 'zod';
import { driverNote, exceptionOutcome, strokes } from '../outcome.ts';

/** What the driver has chosen, written and drawn so far about a stop that ends without a code. */
export const exceptionDraft = z.strictObject({
  outcome: exceptionOutcome.nullable(),
  note: driverNote,
  strokes,
  /** The field for the signature is on the screen. */
  signing: z.boolean(),
});
export type ExceptionDraft = z.infer<typeof exceptionDraft>;

export const NO_EXCEPTION: ExceptionDraft = {
  outcome: null,
  note: '',
  strokes: [],
  signing: false,
};

/** Whether anything of it was chosen, written or drawn. */
export const isBegun = ({ outcome, note, strokes: drawn }: ExceptionDraft): boolean =>
  outcome !== null || note.trim() !== '' || drawn.length > 0;

/** One step back, or null from the first one. What was written stays. */
export const backInException = (draft: ExceptionDraft): ExceptionDraft | null => {
  if (draft.signing) return { ...draft, signing: false };
  return draft.outcome === null ? null : { ...draft, outcome: null };
};
