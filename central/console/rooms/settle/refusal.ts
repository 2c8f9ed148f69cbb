import type { TFunction } from 'i18next';
import { CentralRefused } from '../../../client/client.ts';
import type { Case } from '../../api/cases.ts';
import { codeOf } from '../../api/client.ts';
import { decisionWords } from './case-words.ts';

type Settled = NonNullable<Case['settled']>;
type WhoWas = {
  readonly by?: string | null;
  readonly as?: Settled['as'];
  readonly code?: Settled['code'];
};

const REFUSALS = [
  ...(['not-countable', 'delivery-counted', 'case-overtaken', 'other-decision'] as const),
  ...(['unknown-operator', 'case-open', 'forbidden'] as const),
] as const;

/** Why central did not do it: who was quicker, or what stands in the way. Null: something else. */
export const refusalOf = (error: unknown, t: TFunction<'settle'>): string | null => {
  const code = codeOf(error);
  const problem = error instanceof CentralRefused ? error.problem : null;
  if (code === 'case-settled') {
    const [first] = (problem?.['settled'] ?? []) as readonly WhoWas[];
    const { by, as = 'dismissed', code: why = 'other' } = first ?? {};
    return t('refused.case-settled', { name: by ?? '', decision: decisionWords(as, why, t) });
  }
  if (code === 'case-assigned') {
    const [first] = (problem?.['assigned'] ?? []) as readonly { readonly to: string | null }[];
    const name = first?.to ?? null;
    return name === null ? t('refused.case-unassigned') : t('refused.case-assigned', { name });
  }
  const known = REFUSALS.find((one) => one === code);
  return known === undefined ? null : t(`refused.${known}`);
};
