import { useQuery, useQueryClient } from '@tanstack/react-query';
import { Link, Navigate, useParams } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import { statusOf } from '../../api/client.ts';
import { type Stop, stopQuery } from '../../api/dispatch.ts';
import { Notice } from '../../components/notice.tsx';
import { WithoutDepot } from '../../components/without-depot.tsx';
import { Loading } from '../../frame/failures.tsx';
import { type Depot, useChosenDepot } from '../../frame/use-depot.ts';
import { StopView } from '../stop/stop-view.tsx';
import { RouteView } from './route-view.tsx';
import { useIsWide } from './use-is-wide.ts';
import './routes-room.css';

/** Nobody is told more of another depot's stop than of one that there is not. */
const UNKNOWN = [403, 404, 400];

const GoneStop = () => {
  const { t } = useTranslation();
  const { t: s } = useTranslation('stop');
  return (
    <Notice
      title={s('gone')}
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

/** A stop as its route's list has it: something to show until it is there itself. */
const useListed = (depot: string, delivery: string | undefined): (() => Stop | undefined) => {
  const queries = useQueryClient();
  return () =>
    queries
      .getQueriesData<readonly Stop[]>({ queryKey: ['stops', depot] })
      .flatMap(([, stops]) => stops ?? [])
      .find(({ id }) => id === delivery);
};

const Place = ({
  depot,
  route,
  delivery,
}: {
  readonly depot: Depot;
  readonly route: string | undefined;
  readonly delivery: string | undefined;
}) => {
  const isWide = useIsWide();
  const listed = useListed(depot.id, delivery);
  const { data: stop, error } = useQuery({
    ...stopQuery(delivery ?? ''),
    enabled: delivery !== undefined,
    placeholderData: listed,
  });
  const shown = delivery === undefined ? route : stop?.route.id;
  if (shown === undefined) {
    if (UNKNOWN.includes(statusOf(error))) return <GoneStop />;
    if (error !== null) throw error;
    return <Loading />;
  }
  const chosen = delivery === undefined ? undefined : stop;
  if (chosen !== undefined && chosen.depot !== depot.id) {
    return <Navigate to="." search={{ depot: chosen.depot }} replace />;
  }
  return (
    <div className="route-place">
      {(isWide || chosen === undefined) && (
        <RouteView key={shown} depot={depot} id={shown} chosen={delivery} />
      )}
      {chosen !== undefined && (
        <div className={isWide ? 'beside' : ''}>
          <StopView key={delivery} stop={chosen} isBeside={isWide} />
        </div>
      )}
    </div>
  );
};

/** A route, or one of its stops, which is beside it where there is room: with an address each. */
export const RoutePlace = () => {
  const { route, delivery } = useParams({ strict: false });
  const depot = useChosenDepot();
  if (depot === null) return <WithoutDepot />;
  return <Place depot={depot} route={route} delivery={delivery} />;
};
