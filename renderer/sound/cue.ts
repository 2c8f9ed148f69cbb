import type { NoticeView, ScreenView } from '../../shared/terminal/view/view.ts';
import { toneOf } from '../screens/verdict/tone.ts';

/** What is heard and felt: the three ways a verdict looks, and a tick for a barcode that is not ours. */
export type Cue = 'accepted' | 'refused' | 'mistyped' | 'not-ours';

const CUE_OF_TONE = { accepted: 'accepted', refused: 'refused', uncertain: 'mistyped' } as const;

/** The cue for the step from one screen to the next; null if nothing was decided by it. */
export const cueFor = (before: ScreenView | null, now: ScreenView): Cue | null => {
  if (now.name === 'verdict') {
    const shown = before?.name === 'verdict' && before.id === now.id;
    return shown ? null : CUE_OF_TONE[toneOf(now.verdict)];
  }
  if (now.name === 'door' && now.elsewhere !== null) {
    const shown = before?.name === 'door' && before.elsewhere?.delivery === now.elsewhere.delivery;
    return shown ? null : 'mistyped';
  }
  if (now.name === 'door' && now.asked !== null) {
    return before?.name === 'door' && before.asked !== null ? null : 'mistyped';
  }
  if (now.name === 'door' && now.entry === 'mistyped') {
    const shown =
      before?.name === 'door' &&
      before.entry === 'mistyped' &&
      before.stop.delivery === now.stop.delivery;
    return shown ? null : 'mistyped';
  }
  return null;
};

/** The cue for a line that has just come: a tick, or a soft one where there is something to do. */
export const cueForNotice = (before: NoticeView | null, now: NoticeView | null): Cue | null => {
  if (now === null || now.id === before?.id) return null;
  return now.says === 'foreign' ? 'not-ours' : 'mistyped';
};
