import { useState } from 'react';
import { Button } from 'react-aria-components/Button';
import { useTranslation } from 'react-i18next';
import { momentOf } from '../../../../../renderer/i18n/moment.ts';
import type { Instant } from '../../../../../shared/protocol/ids.ts';
import type { Stop } from '../../../api/dispatch.ts';
import { useServerTime } from '../../../api/server-time.ts';
import { useLocale } from '../../../frame/use-locale.ts';

/**
 * A stop as somebody saw it when they began an act. If another one changes it meanwhile, `isChanged`
 * until they have looked at what it is now.
 */
export const useSeen = (stop: Stop) => {
  const [seen, setSeen] = useState(stop);
  return { seen, isChanged: seen.version !== stop.version, look: () => setSeen(stop) };
};

/** What somebody else made of the stop meanwhile, before anything is done with it. */
export const Changed = ({ stop, onLook }: { readonly stop: Stop; readonly onLook: () => void }) => {
  const { t } = useTranslation();
  const { t: s } = useTranslation('stop');
  const locale = useLocale();
  const now = useServerTime();
  const { status, exception, handOver, route, arrival, customer, address } = stop;
  const state =
    handOver !== null
      ? t(`routes.by.${handOver.by}`)
      : exception !== null
        ? t(`routes.outcome.${exception}`)
        : status === 'open'
          ? s('changed.open')
          : t(`routes.state.${status}`);
  const facts = [
    t('depot.route', { route: route.name }),
    state,
    `${s('expected')}: ${momentOf(arrival as Instant, now, t, locale)}`,
    customer,
    address.join(', '),
  ];
  return (
    <div className="fault" role="alert">
      <p>{s('changed.title')}</p>
      <p>{s('changed.what')}</p>
      <ul>
        {facts.map((fact) => (
          <li key={fact}>
            <bdi>{fact}</bdi>
          </li>
        ))}
      </ul>
      <Button className="quiet-button" onPress={onLook}>
        {s('changed.look')}
      </Button>
    </div>
  );
};
