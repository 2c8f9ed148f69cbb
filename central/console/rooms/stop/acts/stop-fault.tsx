import { useState } from 'react';
import { Button } from 'react-aria-components/Button';
import { useTranslation } from 'react-i18next';
import type { Stop } from '../../../api/dispatch.ts';
import { useMoment } from '../../../frame/use-moment.ts';
import { Refusal } from './refusal.tsx';

/**
 * A stop as somebody saw it when they began an act. If another one changes it meanwhile, `isChanged`
 * until they have looked at what it is now.
 */
export const useSeen = (stop: Stop) => {
  const [seen, setSeen] = useState(stop);
  return { seen, isChanged: seen.version !== stop.version, look: () => setSeen(stop) };
};

/** What somebody else made of the stop meanwhile, before anything is done with it. */
const Changed = ({ stop, onLook }: { readonly stop: Stop; readonly onLook: () => void }) => {
  const { t } = useTranslation();
  const { t: s } = useTranslation('stop');
  const moment = useMoment();
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
    `${s('expected')}: ${moment(arrival)}`,
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

/** Why an act on a stop cannot be done before somebody has looked, or was not done. */
export const StopFault = ({
  stop,
  isChanged,
  onLook,
  error,
}: {
  readonly stop: Stop;
  readonly isChanged: boolean;
  readonly onLook: () => void;
  readonly error: Error | null;
}) => {
  const { t: s } = useTranslation('stop');
  if (isChanged) return <Changed stop={stop} onLook={onLook} />;
  return error === null ? null : <Refusal error={error} stale={s('changed.title')} />;
};
