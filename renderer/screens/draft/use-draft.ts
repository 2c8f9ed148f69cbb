import { useState } from 'react';
import type { Draft } from '../../../shared/terminal/door/draft-schema.ts';
import type { DoorView } from '../../../shared/terminal/view/view.ts';
import { useAsk } from '../../bridge.tsx';

/** A change of the draft that the main process has not shown yet. */
type Ahead = { readonly edit: number; readonly draft: Draft };

/**
 * What the driver is writing at the stop on the screen. The main process has it; the window is ahead
 * of it by the characters that are on their way.
 */
export const useDraft = ({
  stop: { delivery },
  draft,
  edits,
}: DoorView): readonly [Draft | null, (draft: Draft) => void] => {
  const ask = useAsk();
  const [ahead, setAhead] = useState<Ahead | null>(null);
  const isAhead = ahead !== null && ahead.edit > edits;
  const change = (next: Draft): void => {
    const edit = (isAhead ? ahead.edit : edits) + 1;
    const takeBack = () => setAhead((now) => (now?.edit === edit ? null : now));
    setAhead({ edit, draft: next });
    ask['draft/change']({ delivery, edit, draft: next }).then(
      ({ ok }) => (ok ? undefined : takeBack()),
      takeBack,
    );
  };
  return [isAhead ? ahead.draft : draft, change];
};
