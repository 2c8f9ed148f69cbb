import { type Tone, toneOfRefusal } from '../../../shared/door/tone.ts';
import type { VerdictView } from '../../../shared/ipc/view.ts';

export const toneOf = (verdict: VerdictView['verdict']): Tone =>
  verdict.result === 'accepted' ? 'accepted' : toneOfRefusal(verdict.refusal, verdict.justNow);
