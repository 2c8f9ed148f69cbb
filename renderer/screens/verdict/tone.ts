import { type Tone, toneOfRefusal } from '../../../shared/terminal/door/tone.ts';
import type { VerdictView } from '../../../shared/terminal/view/view.ts';

export const toneOf = (verdict: VerdictView['verdict']): Tone =>
  verdict.result === 'accepted' ? 'accepted' : toneOfRefusal(verdict.refusal, verdict.justNow);
