import type { ExceptionDraft } from './draft-schema.ts';

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
