import type { TFunction } from 'i18next';
import { useTranslation } from 'react-i18next';
import { asSentence } from '../../../../renderer/i18n/moment.ts';
import type { DayRoute, DepotDay } from '../../api/dispatch.ts';
import { AlertIcon, LateIcon, RoadIcon, TickIcon } from '../../frame/icons.tsx';
import { listOf, spanInWords } from '../../words/quantities.ts';

/** Within so much a route is as planned. */
const AS_PLANNED_MS = 10 * 60_000;

export type Standing = 'needs-you' | 'late' | 'running' | 'waiting' | 'done';
type Calendar = Pick<DepotDay, 'day' | 'today'>;

const isWithoutTerminal = ({ terminal, stops }: DayRoute, { day, today }: Calendar): boolean =>
  terminal === null && stops.open > 0 && day >= today;

/** Whether it is further behind than a plan may be off, whatever else is with it. */
export const isLate = ({ behindMs }: Pick<DayRoute, 'behindMs'>): boolean =>
  behindMs !== null && behindMs > AS_PLANNED_MS;

export const standingOf = (route: DayRoute, calendar: Calendar): Standing => {
  const { stops, unsent } = route;
  if (isWithoutTerminal(route, calendar) || unsent > 0) return 'needs-you';
  if (stops.open === 0) return 'done';
  if (isLate(route)) return 'late';
  return stops.open === stops.total ? 'waiting' : 'running';
};

/** How far a route is behind or ahead, as a part of a sentence; null: it is not known. */
export const driftOf = (
  { behindMs }: Pick<DayRoute, 'behindMs'>,
  t: TFunction,
  language: string,
): string | null => {
  if (behindMs === null) return null;
  if (Math.abs(behindMs) <= AS_PLANNED_MS) return t('routes.onTime');
  const span = spanInWords(Math.abs(behindMs), language);
  return t(behindMs > 0 ? 'routes.behind' : 'routes.ahead', { span });
};

/** How a route stands: a shape, a colour and words. */
export const RouteStanding = ({
  route,
  calendar,
}: {
  readonly route: DayRoute;
  readonly calendar: Calendar;
}) => {
  const { t, i18n } = useTranslation();
  const standing = standingOf(route, calendar);
  const known = driftOf(route, t, i18n.language);
  const drift = known === null ? null : asSentence(known, i18n.language);
  switch (standing) {
    case 'needs-you': {
      const why = [
        ...(isWithoutTerminal(route, calendar) ? [t('routes.noTerminal')] : []),
        ...(route.unsent > 0 ? [t('routes.unsent', { count: route.unsent })] : []),
        ...(isLate(route) && known !== null ? [known] : []),
      ];
      return (
        <p className="standing bad">
          <AlertIcon />
          {listOf(why, i18n.language)}
        </p>
      );
    }
    case 'late':
      return (
        <p className="standing late">
          <LateIcon />
          {drift}
        </p>
      );
    case 'done':
      return (
        <p className="standing good">
          <TickIcon />
          {route.stops.total === 0 ? t('routes.empty') : t('routes.allClosed')}
        </p>
      );
    default:
      return (
        <p className={drift === null ? 'standing' : 'standing good'}>
          <RoadIcon />
          {drift ?? t(standing === 'waiting' ? 'routes.notBegun' : 'depot.onRoad')}
        </p>
      );
  }
};
