import type { VerdictView } from '../../../shared/ipc/view.ts';

/** The three ways that a verdict looks and sounds. `uncertain`: it is not the customer's fault. */
export type Tone = 'accepted' | 'refused' | 'uncertain';

export const toneOf = (verdict: VerdictView['verdict']): Tone => {
  if (verdict.result === 'accepted') return 'accepted';
  const { reason } = verdict.refusal;
  return reason === 'mistyped' || reason === 'unreadable' ? 'uncertain' : 'refused';
};
