import { useTranslation } from 'react-i18next';
import type { Stop } from '../../../api/dispatch.ts';
import { useMoment } from '../../../frame/use-moment.ts';

/** What somebody must know of a stop before they do something with it, fact by fact. */
export const useStopFacts = (): ((stop: Stop) => readonly string[]) => {
  const { t } = useTranslation();
  const { t: s } = useTranslation('stop');
  const moment = useMoment();
  return ({ status, exception, handOver, route, arrival, customer, address }) => {
    const state =
      handOver !== null
        ? t(`routes.by.${handOver.by}`)
        : exception !== null
          ? t(`routes.outcome.${exception}`)
          : status === 'open'
            ? s('changed.open')
            : t(`routes.state.${status}`);
    return [
      t('depot.route', { route: route.name }),
      state,
      `${s('expected')}: ${moment(arrival)}`,
      customer,
      address.join(', '),
    ];
  };
};
