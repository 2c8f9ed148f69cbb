import type { TFunction } from 'i18next';
import { assertNever } from '../../../shared/assert-never.ts';
import type { Recipient } from '../../../shared/protocol/outcome.ts';
import type { StopView, VerdictView } from '../../../shared/terminal/view/view.ts';
import type { VerdictWords } from './says.ts';

type Accepted = VerdictView['verdict'] & { readonly result: 'accepted' };

/** What to do with so many parcels, now. */
const handOver = (recipient: Recipient, count: number, t: TFunction): string => {
  switch (recipient.to) {
    case 'customer':
    case 'household':
      return t('verdict.accepted.what', { count });
    case 'neighbour':
      return t('verdict.accepted.toNeighbour', { count, who: recipient.who });
    case 'safe-place':
      return t('verdict.accepted.toSafePlace', { count, where: recipient.where });
    default:
      return assertNever(recipient);
  }
};

/** Whose code it was, how many parcels go to whom, and how many stay. */
export const acceptedWords = (
  { by, unlisted, recipient }: Accepted,
  stop: StopView | null,
  t: TFunction,
): VerdictWords => {
  const title = t(
    by === 'override' ? 'verdict.accepted.titleByOverride' : 'verdict.accepted.title',
  );
  const act = t('verdict.accepted.act');
  if (unlisted !== null) {
    return {
      title,
      what: unlisted.name,
      where: unlisted.address,
      next: handOver(recipient, unlisted.parcels, t),
      also: t('verdict.accepted.unlisted'),
      act,
    };
  }
  const kept = stop?.parcels.filter((parcel) => parcel.kept).length ?? 0;
  return {
    title,
    what: stop?.customer ?? '',
    next: handOver(recipient, (stop?.parcels.length ?? 1) - kept, t),
    ...(kept === 0 ? {} : { also: t('verdict.accepted.keep', { count: kept }) }),
    act,
  };
};
