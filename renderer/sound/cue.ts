import type { NoticeView, ScreenView } from '../../shared/ipc/view.ts';
import { toneOf } from '../screens/verdict/tone.ts';

/** What is heard and felt: the same three ways a verdict looks. */
export type Cue = 'accepted' | 'refused' | 'mistyped';

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

/** The cue for a line that has just come: a soft one. */
export const cueForNotice = (before: NoticeView | null, now: NoticeView | null): Cue | null =>
  now !== null && now.id !== before?.id ? 'mistyped' : null;
