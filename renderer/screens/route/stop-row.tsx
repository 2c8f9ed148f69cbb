import { useTranslation } from 'react-i18next';
import type { StopView } from '../../../shared/terminal/view/view.ts';
import { LockIcon, TickIcon } from '../../components/icons.tsx';
import { OutcomeIcon } from '../../components/outcome-icon.tsx';
import { useLocale } from '../../i18n/locale.tsx';
import { timeOf } from '../../i18n/moment.ts';
import './stop-row.css';

type Props = {
  readonly stop: StopView;
  readonly isNext: boolean;
  readonly onOpen: (stop: StopView) => void;
};

/** One stop. It is opened by touching it, unless it is done. */
export const StopRow = ({ stop, isNext, onOpen }: Props) => {
  const done = stop.state === 'handed-over';
  const inside = <StopInside stop={stop} />;
  return (
    <li
      className="stop-row"
      data-state={isNext ? 'next' : stop.state}
      {...(isNext ? { 'aria-current': 'step' as const } : {})}
    >
      {done ? (
        <div className="stop-inside">{inside}</div>
      ) : (
        <button type="button" className="stop-inside" onClick={() => onOpen(stop)}>
          {inside}
        </button>
      )}
    </li>
  );
};

const StopInside = ({ stop }: { stop: StopView }) => {
  const { t } = useTranslation();
  const locale = useLocale();
  const { state, position, address, customer, parcels } = stop;
  const done = state === 'handed-over';
  const time = timeOf((done ? stop.handedOverAt : null) ?? stop.arrival, locale);
  return (
    <>
      <span className="stop-position">{done ? <TickIcon /> : position}</span>
      <strong className="stop-street">
        <bdi>{address[0]}</bdi>
      </strong>
      <span className="stop-time">
        <span className="hidden-text">
          {t(done ? 'route.handedOver' : 'route.arrival', { time })}
        </span>
        <span aria-hidden="true">{time}</span>
      </span>
      <span className="stop-more">
        {state === 'locked' && (
          <b className="stop-locked">
            <LockIcon />
            {t('route.locked')}
          </b>
        )}
        {state === 'exception' && stop.exception !== null && (
          <b className="stop-exception">
            <OutcomeIcon outcome={stop.exception} />
            {t(`outcome.${stop.exception}`)}
          </b>
        )}
        <span className="stop-customer">
          <bdi>{customer}</bdi>
        </span>
        <span className="stop-parcels">{t('route.parcels', { count: parcels.length })}</span>
      </span>
    </>
  );
};
