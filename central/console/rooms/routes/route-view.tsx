import { useQuery, useQueryClient } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { Suspense, useState } from 'react';
import { Button } from 'react-aria-components/Button';
import { useTranslation } from 'react-i18next';
import { asSentence, dayWords } from '../../../../renderer/i18n/moment.ts';
import type { Day } from '../../../../shared/protocol/ids.ts';
import { type DayRoute, type DepotDay, routeQuery, stopsQuery } from '../../api/dispatch.ts';
import { useServerTime } from '../../api/server-time.ts';
import { Heading } from '../../components/heading.tsx';
import { Notice } from '../../components/notice.tsx';
import { RoomTitle } from '../../components/room-title.tsx';
import { Stale } from '../../components/stale.tsx';
import { Bar } from '../../components/stops-bar.tsx';
import { Loading } from '../../frame/failures.tsx';
import type { Depot } from '../../frame/use-depot.ts';
import { useLocale } from '../../frame/use-locale.ts';
import { useMay } from '../../frame/use-may.ts';
import { listOf, numberOf } from '../../words/quantities.ts';
import { Done, type Message } from '../stop/acts/done.tsx';
import { useRouteAct } from '../stop/acts/use-act-address.ts';
import { RouteWho } from './route-row.tsx';
import { driftOf } from './route-standing.tsx';
import { Stops } from './stops.tsx';
import './routes-room.css';
import { lazyPart } from '../../components/lazy-part.tsx';

/** 'Route 14: 63 of 148 stops closed, 12 minutes behind.' */
const useSentence = (): ((route: DayRoute) => string) => {
  const { t, i18n } = useTranslation();
  return (route) => {
    const { name, stops } = route;
    const number = (count: number): string => numberOf(count, i18n.language);
    const closed = number(stops.total - stops.open);
    const drift = driftOf(route, t, i18n.language);
    const said = t('routes.one', { route: name, closed, total: number(stops.total) });
    return `${listOf([said, ...(drift === null ? [] : [drift])], i18n.language)}.`;
  };
};

const GoneRoute = () => {
  const { t } = useTranslation();
  return (
    <Notice
      title={t('routes.gone')}
      act={
        <Link className="button" to="/routes">
          {t('routes.back')}
        </Link>
      }
    >
      <p>{t('routes.goneNext')}</p>
    </Notice>
  );
};

/** A route as its day's list has it: something to show until it is there itself. */
const useListed = (depot: string, id: string) => {
  const queries = useQueryClient();
  return () => {
    const days = queries.getQueriesData<DepotDay>({ queryKey: ['day', depot] });
    return days
      .flatMap(([, day]) => day?.routes.map((route) => ({ ...day, route })) ?? [])
      .find(({ route }) => route.id === id);
  };
};

const RouteActs = lazyPart(async () => (await import('./route-acts.tsx')).RouteActs);

/** Of what became of several customers' messages, what somebody must know first. */
const worstOf = (messages: readonly Message[]): Message =>
  (['wrong', 'replaced', 'follows', 'waits', 'right'] as const).find((one) =>
    messages.includes(one),
  ) ?? 'none';

/** One route: how it stands, and its stops; `chosen`: the stop that is looked at beside it. */
export const RouteView = ({
  depot,
  id,
  chosen,
}: {
  readonly depot: Depot;
  readonly id: string;
  readonly chosen: string | undefined;
}) => {
  const { t } = useTranslation();
  const { t: s } = useTranslation('stop');
  const locale = useLocale();
  const now = useServerTime();
  const sentence = useSentence();
  const mayChange = useMay('deliveries', depot.id);
  const [ids, setIds] = useState<readonly string[]>([]);
  const { act, open, close } = useRouteAct(ids.length > 0);
  const [message, setMessage] = useState<Message | null>(null);
  const placeholderData = useListed(depot.id, id);
  const {
    data: found,
    isError,
    error,
  } = useQuery({
    ...routeQuery(depot.id, id),
    placeholderData,
  });
  const { data: stops, error: stopsError } = useQuery(stopsQuery(depot.id, id));
  if (found === undefined) {
    if (isError) throw error;
    return <Loading />;
  }
  // Of a route that is not this depot's nobody is told more than that.
  if (found === null) return <GoneRoute />;
  if (stops === undefined && stopsError !== null) throw stopsError;
  const { route, day, today, at } = found;
  const picked = (stops ?? []).filter((stop) => ids.includes(stop.id) && stop.status === 'open');
  return (
    <div className="routes-room">
      {chosen === undefined && <RoomTitle room={t('depot.route', { route: route.name })} />}
      <div>
        <Link className="back" to="/routes" search={{ day: day === today ? undefined : day }}>
          {t('routes.back')} · {asSentence(dayWords(day as Day, now, t, locale), locale.language)}
        </Link>
        <Heading>{sentence(route)}</Heading>
        <RouteWho route={route} />
      </div>
      {isError && <Stale at={at} />}
      {message !== null && <Done message={message} />}
      {mayChange && (
        <div className="acts">
          <Button
            className={route.terminal === null ? 'button' : 'quiet-button'}
            onPress={() => open('assign')}
          >
            {s('do.assign')}
          </Button>
        </div>
      )}
      {route.stops.total > 0 && <Bar stops={route.stops} />}
      {stops === undefined ? (
        <Loading />
      ) : stops.length === 0 ? (
        <div>
          <p className="standing plain">{t('routes.empty')}</p>
          <p>{t('routes.emptyNext')}</p>
        </div>
      ) : (
        <Stops stops={stops} chosen={picked} onChoose={mayChange ? setIds : null} />
      )}
      <Suspense>
        {mayChange && act !== undefined && stops !== undefined && (
          <RouteActs
            key={act}
            act={act}
            depot={depot.id}
            route={route}
            stops={stops}
            chosen={picked}
            onDone={(outcomes) => {
              setIds([]);
              setMessage(worstOf(outcomes.map((outcome) => outcome.message)));
              close();
            }}
            onClose={close}
          />
        )}
      </Suspense>
    </div>
  );
};
