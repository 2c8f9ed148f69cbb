import { useState } from 'react';
import type { ScreenView } from '../../../shared/ipc/view.ts';
import { type Draft, draftOn } from './draft.ts';

/** The draft of the stop on the screen, and how it is changed. It is gone when the stop is left. */
export const useDraft = (
  screen: ScreenView | null,
): readonly [Draft | null, (draft: Draft) => void] => {
  const [draft, setDraft] = useState<Draft | null>(null);
  const left = draftOn(draft, screen);
  if (left !== draft) setDraft(left);
  return [left, setDraft];
};
