import { useState } from 'react';
import { Button } from 'react-aria-components/Button';
import { useTranslation } from 'react-i18next';
import type { Stop } from '../../api/dispatch.ts';
import { VirtualList } from '../../components/virtual-list.tsx';
import { ChosenBar } from './chosen-bar.tsx';
import { StopRow } from './stop-row.tsx';
import { isClosed, needsYou } from './stop-standing.tsx';
import { FILTERS, type Filter, StopsFilter } from './stops-filter.tsx';

const isOpen = ({ status }: Stop): boolean => status === 'open';

const choiceOf = (
  stop: Stop,
  chosen: readonly Stop[],
  onChoose: ((ids: readonly string[]) => void) | null,
) => {
  if (onChoose === null || !isOpen(stop)) return null;
  const ids = chosen.map(({ id }) => id);
  const isChosen = ids.includes(stop.id);
  return {
    isChosen,
    onChoose: () => onChoose(isChosen ? ids.filter((id) => id !== stop.id) : [...ids, stop.id]),
  };
};

/** The stops of a route in its order, what needs somebody before all others. */
export const Stops = ({
  stops,
  chosen,
  onChoose,
}: {
  readonly stops: readonly Stop[];
  readonly chosen: readonly Stop[];
  /** Null: nothing can be done with several. */
  readonly onChoose: ((ids: readonly string[]) => void) | null;
}) => {
  const { t } = useTranslation();
  const { t: s } = useTranslation('stop');
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
      <div className="stops-tools">
        <StopsFilter stops={stops} chosen={filter} onChoose={setFilter} />
        {onChoose !== null && chosen.length === 0 && shown.some(isOpen) && (
          <Button
            className="quiet-button"
            onPress={() => onChoose(shown.filter(isOpen).map(({ id }) => id))}
          >
            {s('select.allToDo')}
          </Button>
        )}
      </div>
      {onChoose !== null && chosen.length > 0 && (
        <ChosenBar chosen={chosen} onNone={() => onChoose([])} />
      )}
      {shown.length === 0 && <p role="status">{t('routes.noMatch')}</p>}
      <VirtualList items={shown} keyOf={({ id }) => id} rowHeight={72} label={t('routes.stops')}>
        {(stop) => (
          <StopRow
            stop={stop}
            isNext={stop.id === next}
            choice={choiceOf(stop, chosen, onChoose)}
          />
        )}
      </VirtualList>
    </>
  );
};
