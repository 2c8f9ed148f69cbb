import { Link } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import type { DayRoute, DepotDay } from '../../api/dispatch.ts';
import { Bar } from '../../components/stops-bar.tsx';
import { useMoment } from '../../frame/use-moment.ts';
import { numberOf } from '../../words/quantities.ts';
import { RouteStanding, standingOf } from './route-standing.tsx';

/** Who has a route, and when they were last heard. */
export const RouteWho = ({ route }: { readonly route: DayRoute }) => {
  const { t } = useTranslation();
  const moment = useMoment();
  const { driver, terminal, heardAt } = route;
  return (
    <p className="where">
      <bdi>{driver?.name ?? t('routes.noDriver')}</bdi>
      {' · '}
      <bdi>{terminal?.name ?? t('routes.noTerminal')}</bdi>
      {terminal !== null &&
        ` · ${
          heardAt === null ? t('depot.neverSeen') : t('depot.seen', { moment: moment(heardAt) })
        }`}
    </p>
  );
};

/** One route of a day: whose it is, how far it is, how it stands. */
export const RouteRow = ({
  route,
  calendar,
}: {
  readonly route: DayRoute;
  readonly calendar: Pick<DepotDay, 'day' | 'today'>;
}) => {
  const { t, i18n } = useTranslation();
  const { id, name, stops } = route;
  const number = (count: number): string => numberOf(count, i18n.language);
  return (
    <div className={`route-row ${standingOf(route, calendar)}`}>
      <div>
        <h2>
          <Link to="/routes/$route" params={{ route: id }} data-row>
            {t('depot.route', { route: name })}
          </Link>
        </h2>
        <RouteWho route={route} />
      </div>
      <RouteStanding route={route} calendar={calendar} />
      <div className="route-bar">
        {stops.total > 0 && (
          <>
            <p>
              {t('depot.done', {
                closed: number(stops.total - stops.open),
                total: number(stops.total),
              })}
            </p>
            <Bar stops={stops} />
          </>
        )}
      </div>
    </div>
  );
};
