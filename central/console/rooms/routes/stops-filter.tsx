import { useTranslation } from 'react-i18next';
import type { Stop } from '../../api/dispatch.ts';
import { isClosed, isNotDelivered } from './stop-standing.tsx';

/** Which of a route's stops are shown. */
export const FILTERS = {
  all: () => true,
  toDo: (stop: Stop) => !isClosed(stop),
  failed: isNotDelivered,
  closed: isClosed,
} as const;
export type Filter = keyof typeof FILTERS;

export const isFilter = (text: unknown): text is Filter =>
  typeof text === 'string' && Object.hasOwn(FILTERS, text);

/** A choice of which stops are shown, each with how many they are. */
export const StopsFilter = ({
  stops,
  chosen,
  onChoose,
}: {
  readonly stops: readonly Stop[];
  readonly chosen: Filter;
  readonly onChoose: (filter: Filter) => void;
}) => {
  const { t } = useTranslation();
  return (
    <label className="field stops-filter">
      {t('routes.filter')}
      <select
        value={chosen}
        onChange={({ target: { value } }) => isFilter(value) && onChoose(value)}
      >
        {Object.entries(FILTERS).map(([filter, shows]) => (
          <option key={filter} value={filter}>
            {t(`routes.${filter as Filter}`)} ({stops.filter(shows).length})
          </option>
        ))}
      </select>
    </label>
  );
};
