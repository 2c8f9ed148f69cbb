import { useTranslation } from 'react-i18next';
import { listOf, numberOf } from '../words/quantities.ts';
import './stops-bar.css';

/** Stops by how they stand. */
type Stops = {
  readonly total: number;
  readonly delivered: number;
  readonly notDelivered: number;
  readonly open: number;
};

/** How far something is, as a bar whose parts differ in colour; whoever hears the page has the words. */
export const Bar = ({
  stops: { total, delivered, notDelivered },
}: {
  readonly stops: Omit<Stops, 'open'>;
}) => (
  <svg className="stops-bar" viewBox="0 0 100 1" preserveAspectRatio="none" aria-hidden="true">
    <rect className="delivered" width={(100 * delivered) / total} height="1" />
    <rect
      className="not-delivered"
      x={(100 * delivered) / total}
      width={(100 * notDelivered) / total}
      height="1"
    />
  </svg>
);

/** How far the day is: the same in a sentence and in a bar. */
export const StopsBar = ({ stops }: { readonly stops: Stops }) => {
  const { t, i18n } = useTranslation();
  const { total, notDelivered, open } = stops;
  if (total === 0) return <p className="stops-line">{t('depot.noStops')}</p>;
  const number = (count: number): string => numberOf(count, i18n.language);
  const parts = [
    t('depot.closed', { closed: number(total - open), total: number(total) }),
    ...(notDelivered > 0 ? [t('depot.notDelivered', { count: notDelivered })] : []),
    ...(open > 0 ? [t('depot.open', { count: open })] : []),
  ];
  return (
    <>
      <p className="stops-line">{listOf(parts, i18n.language)}</p>
      <Bar stops={stops} />
    </>
  );
};
