import type { VerdictView } from '../../../shared/ipc/view.ts';
import type { Refusal } from '../../../shared/verdict.ts';

/** The three ways that a verdict looks and sounds. `uncertain`: it is not the customer's fault. */
export type Tone = 'accepted' | 'refused' | 'uncertain';

const CANNOT_SAY: ReadonlySet<Refusal['reason']> = new Set([
  'mistyped',
  'unreadable',
  'clock-untrusted',
  'lease-ended',
]);

export const toneOf = (verdict: VerdictView['verdict']): Tone => {
  if (verdict.result === 'accepted') return 'accepted';
  return CANNOT_SAY.has(verdict.refusal.reason) ? 'uncertain' : 'refused';
};
