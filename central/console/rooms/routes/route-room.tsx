import { useQuery } from '@tanstack/react-query';
import { Link, useParams } from '@tanstack/react-router';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { asSentence, dayWords } from '../../../../renderer/i18n/moment.ts';
import type { Day } from '../../../../shared/protocol/ids.ts';
import { type DayRoute, routeQuery, type Stop, stopsQuery } from '../../api/dispatch.ts';
import { useServerTime } from '../../api/server-time.ts';
import { Heading } from '../../components/heading.tsx';
import { Notice } from '../../components/notice.tsx';
import { RoomTitle } from '../../components/room-title.tsx';
import { Stale } from '../../components/stale.tsx';
import { Bar } from '../../components/stops-bar.tsx';
import { VirtualList } from '../../components/virtual-list.tsx';
import { WithoutDepot } from '../../components/without-depot.tsx';
import { Loading } from '../../frame/failures.tsx';
import { type Depot, useChosenDepot } from '../../frame/use-depot.ts';
import { useLocale } from '../../frame/use-locale.ts';
import { listOf, numberOf } from '../../words/quantities.ts';
import { RouteWho } from './route-row.tsx';
import { driftOf } from './route-standing.tsx';
import { StopRow } from './stop-row.tsx';
import { isClosed, needsYou } from './stop-standing.tsx';
import { FILTERS, type Filter, StopsFilter } from './stops-filter.tsx';
import './routes-room.css';

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

/** The stops of a route in its order, what needs somebody before all others. */
const Stops = ({ stops }: { readonly stops: readonly Stop[] }) => {
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

const Route = ({ depot, id }: { readonly depot: Depot; readonly id: string }) => {
  const { t } = useTranslation();
  const locale = useLocale();
  const now = useServerTime();
  const sentence = useSentence();
  const { data: found, isError, error } = useQuery(routeQuery(depot.id, id));
  const { data: stops, error: stopsError } = useQuery(stopsQuery(depot.id, id));
  if (found === undefined) {
    if (isError) throw error;
    return <Loading />;
  }
  // Of a route that is not this depot's nobody is told more than that.
  if (found === null) return <GoneRoute />;
  if (stops === undefined) {
    if (stopsError !== null) throw stopsError;
    return <Loading />;
  }
  const { route, day, today, at } = found;
  return (
    <div className="routes-room">
      <RoomTitle room={t('depot.route', { route: route.name })} />
      <div>
        <Link className="back" to="/routes" search={{ day: day === today ? undefined : day }}>
          {t('routes.back')} · {asSentence(dayWords(day as Day, now, t, locale), locale.language)}
        </Link>
        <Heading>{sentence(route)}</Heading>
        <RouteWho route={route} />
      </div>
      {isError && <Stale at={at} />}
      {route.stops.total > 0 && <Bar stops={route.stops} />}
      {stops.length === 0 ? (
        <div>
          <p className="standing plain">{t('routes.empty')}</p>
          <p>{t('routes.emptyNext')}</p>
        </div>
      ) : (
        <Stops stops={stops} />
      )}
    </div>
  );
};

/** One route: how it stands, and its stops. */
export const RouteRoom = () => {
  const { route } = useParams({ from: '/signed-in/routes/$route' });
  const depot = useChosenDepot();
  return depot === null ? <WithoutDepot /> : <Route key={route} depot={depot} id={route} />;
};
