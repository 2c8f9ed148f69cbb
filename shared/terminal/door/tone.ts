import type { Refusal, Verdict } from '../../protocol/verdict.ts';

/**
 * The three ways that a verdict looks and sounds. `refused`: do not hand over. `uncertain`: look
 * again; nothing is lost, it is not the customer's fault, and it goes away by itself.
 */
export type Tone = 'accepted' | 'refused' | 'uncertain';

const LOOK_AGAIN: ReadonlySet<Refusal['reason']> = new Set([
  'mistyped',
  'unreadable',
  'older-code',
  'clock-untrusted',
  'lease-ended',
]);

/** `justNow`: what is used already was used here by the same driver a moment ago. */
export const toneOfRefusal = (refusal: Refusal, justNow: boolean): Tone =>
  LOOK_AGAIN.has(refusal.reason) ||
  (refusal.reason === 'already-used' && justNow) ||
  (refusal.reason === 'locked' && refusal.until !== null)
    ? 'uncertain'
    : 'refused';

export const toneOfVerdict = (verdict: Verdict, justNow: boolean): Tone =>
  verdict.result === 'accepted' ? 'accepted' : toneOfRefusal(verdict, justNow);

/** After how many milliseconds a verdict goes away by itself; null: not before it is touched. */
export const PASSES_AFTER_MS: { readonly [T in Tone]: number | null } = {
  accepted: 4_000,
  uncertain: 8_000,
  refused: null,
};
