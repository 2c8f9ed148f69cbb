import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import type { DetailState } from '../../../../shared/protocol/log/read-details.ts';
import type { Strokes } from '../../../../shared/protocol/outcome.ts';
import { Fact } from '../../components/fact.tsx';
import type { Told } from '../../verify/tell-delivery.ts';

/** A point alone is a line of no length, which its round ends make a dot. */
const pathOf = (stroke: Strokes[number]): string =>
  stroke.length === 1 ? `M${stroke[0]}h0` : `M${stroke.map(([x, y]) => `${x} ${y}`).join('L')}`;

/** A signature as it was drawn. */
const Drawn = ({ strokes }: { readonly strokes: Strokes }) => {
  const { t } = useTranslation('proof');
  return (
    <svg className="drawn" viewBox="0 0 1000 500" role="img" aria-label={t('fact.signature')}>
      <path d={strokes.map(pathOf).join('')} />
    </svg>
  );
};

/** What is personal, if it is there; else why it is not. */
const Detail = ({
  label,
  state,
  children,
}: {
  readonly label: string;
  readonly state: DetailState;
  readonly children: ReactNode;
}) => {
  const { t } = useTranslation('proof');
  if (state === 'none') return null;
  return <Fact label={label}>{state === 'there' ? children : t(`fact.${state}`)}</Fact>;
};

/** Which parcels were scanned, and of how many where that is known: a driver need not scan each. */
const Scanned = ({ told, total }: { readonly told: Told; readonly total: number | null }) => {
  const { t } = useTranslation('proof');
  const { parcels, recipient } = told;
  const isCounted = total !== null && recipient !== null;
  if (parcels.length === 0 && !isCounted) return null;
  const labels = <bdi>{parcels.join(', ')}</bdi>;
  return (
    <Fact label={t('fact.scanned')}>
      {isCounted && t('fact.scannedOf', { scanned: parcels.length, total })}
      {isCounted && parcels.length > 0 && ': '}
      {labels}
    </Fact>
  );
};

/**
 * What the driver wrote of a hand-over, or of a stop that ended without one. `total`: how many parcels
 * the delivery has; null: the file alone is known, which does not say.
 */
export const SaidFacts = ({
  told,
  total,
}: {
  readonly told: Told;
  readonly total: number | null;
}) => {
  const { t } = useTranslation('proof');
  const { recipient, details, place, note, strokes } = told;
  return (
    <>
      {recipient !== null && <Fact label={t('fact.takenBy')}>{t(`recipient.${recipient}`)}</Fact>}
      <Detail label={t('fact.place')} state={details.place}>
        <bdi>{place}</bdi>
      </Detail>
      <Scanned told={told} total={total} />
      <Detail label={t('fact.note')} state={details.note}>
        <bdi>{note}</bdi>
      </Detail>
      <Detail label={t('fact.signature')} state={details.strokes}>
        <Drawn strokes={strokes} />
      </Detail>
    </>
  );
};
