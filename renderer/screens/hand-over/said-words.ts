import type { TFunction } from 'i18next';
import { assertNever } from '../../../shared/assert-never.ts';
import type { Particulars, Recipient } from '../../../shared/protocol/outcome.ts';

const recipientWords = (recipient: Recipient, t: TFunction): string => {
  switch (recipient.to) {
    case 'customer':
      return t('recipient.customer');
    case 'household':
      return t('recipient.household');
    case 'neighbour':
      return t('said.neighbour', { who: recipient.who });
    case 'safe-place':
      return t('said.safePlace', { where: recipient.where });
    default:
      return assertNever(recipient);
  }
};

/** What was said, in one line: 'Neighbour: Müller, 12 · 1 parcel kept'. */
export const saidWords = ({ recipient, kept }: Particulars, t: TFunction): string => {
  const who = recipientWords(recipient, t);
  return kept.length === 0 ? who : `${who} · ${t('said.kept', { count: kept.length })}`;
};
