import { useTranslation } from 'react-i18next';
import { ROUTE_FILTERS } from '../../../shared/protocol/plain-values.ts';
import type { RouteView } from '../../../shared/terminal/view/view.ts';
import { useAsk } from '../../bridge.tsx';
import { CrossIcon, HistoryIcon, SearchIcon } from '../../components/icons.tsx';
import './route-tools.css';

type Props = { readonly view: RouteView; readonly onSearch: () => void };

/** Which stops are shown, what is searched for, and what was done today. */
export const RouteTools = ({ view, onSearch }: Props) => {
  const { t } = useTranslation();
  const ask = useAsk();
  const { filter, search } = view;
  const look = (wanted: RouteView['filter'], words: string) =>
    void ask['route/look']({ filter: wanted, search: words, from: null });
  return (
    <div className="route-tools">
      {search === '' ? (
        <fieldset className="route-filters" aria-label={t('route.filter.label')}>
          {ROUTE_FILTERS.map((option) => (
            <button
              key={option}
              type="button"
              className="route-filter"
              aria-pressed={filter === option}
              onClick={() => look(option, search)}
            >
              {t(`route.filter.${option}`)}
            </button>
          ))}
        </fieldset>
      ) : (
        <button type="button" className="route-searched" onClick={() => look('all', '')}>
          <CrossIcon />
          <span>
            <bdi>{search}</bdi>
          </span>
          <span className="hidden-text">{t('route.search.end')}</span>
        </button>
      )}
      <button
        type="button"
        className="route-tool"
        aria-label={t('route.search.open')}
        onClick={onSearch}
      >
        <SearchIcon />
      </button>
      <button
        type="button"
        className="route-tool"
        aria-label={t('history.title')}
        onClick={() => void ask['history/open']({ from: 0 })}
      >
        <HistoryIcon />
      </button>
    </div>
  );
};
