import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { Stop } from '../../api/dispatch.ts';
import { VirtualList } from '../../components/virtual-list.tsx';
import { StopRow } from './stop-row.tsx';
import { isClosed, needsYou } from './stop-standing.tsx';
import { FILTERS, type Filter, StopsFilter } from './stops-filter.tsx';

/** The stops of a route in its order, what needs somebody before all others. */
export const Stops = ({ stops }: { readonly stops: readonly Stop[] }) => {
  const { t } = useTranslation();
  const [filter, setFilter] = useState<Filter>('all');
  const next = stops.find((stop) => !isClosed(stop))?.id;
  const shown = stops.filter(FILTERS[filter]);
  const needing = stops.filter(needsYou);
  return (
    <>
      {needing.length > 0 && (
        <section className="needing">
          <h2>
            {t('depot.needsTitle')} <span className="count">{needing.length}</span>
          </h2>
          <ul>
            {needing.map((stop) => (
              <li key={stop.id}>
                <StopRow stop={stop} isNext={stop.id === next} />
              </li>
            ))}
          </ul>
        </section>
      )}
      <StopsFilter stops={stops} chosen={filter} onChoose={setFilter} />
      {shown.length === 0 && <p role="status">{t('routes.noMatch')}</p>}
      <VirtualList items={shown} keyOf={({ id }) => id} rowHeight={72} label={t('routes.stops')}>
        {(stop) => <StopRow stop={stop} isNext={stop.id === next} />}
      </VirtualList>
    </>
  );
};
