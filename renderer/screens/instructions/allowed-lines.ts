import type { TFunction } from 'i18next';
import type { InstructionsView } from '../../../shared/terminal/view/view.ts';

/** Who may take the parcels and where they may be left, in a line each; none where all may be. */
export const allowedLines = (
  { persons, places }: Pick<InstructionsView, 'persons' | 'places'>,
  t: TFunction,
): readonly string[] => {
  const lines: string[] = [];
  if (persons !== null) {
    const who = ['customer' as const, ...persons].map((person) => t(`recipient.${person}`));
    lines.push(
      persons.length === 0
        ? t('instructions.onlyCustomer')
        : t('instructions.mayTake', { who: who.join(' · ') }),
    );
  }
  if (places !== null) {
    lines.push(
      places.length === 0
        ? t('instructions.leaveNowhere')
        : t('instructions.leaveAt', { where: places.join(' · ') }),
    );
  }
  return lines;
};
