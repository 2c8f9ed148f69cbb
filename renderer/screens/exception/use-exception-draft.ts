import { useState } from 'react';
import type { ScreenView } from '../../../shared/ipc/view.ts';
import { draftOn, type ExceptionDraft } from './draft.ts';

/** The draft of the stop on the screen, and how it is changed. It is gone when the stop is left. */
export const useExceptionDraft = (
  screen: ScreenView | null,
): readonly [ExceptionDraft | null, (draft: ExceptionDraft) => void] => {
  const [draft, setDraft] = useState<ExceptionDraft | null>(null);
  const left = draftOn(draft, screen);
  if (left !== draft) setDraft(left);
  return [left, setDraft];
};
