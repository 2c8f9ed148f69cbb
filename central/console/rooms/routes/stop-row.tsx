import { Link } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import { timeOf } from '../../../../renderer/i18n/moment.ts';
import type { Instant } from '../../../../shared/protocol/ids.ts';
import type { Stop } from '../../api/dispatch.ts';
import { useLocale } from '../../frame/use-locale.ts';
import { isClosed, needsYou, StopStanding } from './stop-standing.tsx';
import { useIsWide } from './use-is-wide.ts';

/** One stop of a route: where, whose, when, and what became of it. */
export const StopRow = ({
  stop,
  isNext,
  choice = null,
}: {
  readonly stop: Stop;
  readonly isNext: boolean;
  /** Whether it is chosen among others; null: it cannot be. */
  readonly choice?: { readonly isChosen: boolean; readonly onChoose: () => void } | null;
}) => {
  const { t } = useTranslation();
  const { t: s } = useTranslation('stop');
  const locale = useLocale();
  const isWide = useIsWide();
  const { id, position, address, customer, parcels, arrival } = stop;
  const [street = customer, ...rest] = address;
  const state = needsYou(stop) ? 'needs-you' : isClosed(stop) ? 'closed' : isNext ? 'next' : 'open';
  return (
    <div className={`stop-row ${state}`}>
      <span className="position">
        {choice !== null && (
          <input
            type="checkbox"
            aria-label={s('select.one', { position })}
            checked={choice.isChosen}
            onChange={choice.onChoose}
          />
        )}
        {position}
      </span>
      <time dateTime={new Date(arrival).toISOString()}>{timeOf(arrival as Instant, locale)}</time>
      <div className="stop-who">
        <p className="street">
          <Link to="/stops/$delivery" params={{ delivery: id }} resetScroll={!isWide} data-row>
            <bdi>{street}</bdi>
          </Link>
        </p>
        <p className="where">
          <bdi>{customer}</bdi>
          {' · '}
          {t('routes.parcels', { count: parcels.length })}
          {rest.length > 0 && (
            <>
              {' · '}
              <bdi>{rest.join(', ')}</bdi>
            </>
          )}
        </p>
      </div>
      <StopStanding stop={stop} isNext={isNext} />
    </div>
  );
};
