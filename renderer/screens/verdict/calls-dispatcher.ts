import type { VerdictView } from '../../../shared/terminal/view/view.ts';

/** Whether a verdict says that the dispatcher is to be called: then it says how, too. */
export const callsDispatcher = (verdict: VerdictView['verdict']): boolean => {
  if (verdict.result === 'accepted') return false;
  const { refusal } = verdict;
  switch (refusal.reason) {
    case 'unknown-delivery':
    case 'expired':
    case 'locked':
    case 'revoked':
    case 'clock-untrusted':
    case 'store-rolled-back':
    case 'not-for-this-terminal':
      return true;
    case 'wrong-code':
      return refusal.attemptsLeft === 0;
    default:
      return false;
  }
};
