import { useQuery } from '@tanstack/react-query';
import { useSearch } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import { dayWords } from '../../../../renderer/i18n/moment.ts';
import type { Day } from '../../../../shared/protocol/ids.ts';
import { type DayRoute, type DepotDay, dayQuery } from '../../api/dispatch.ts';
import { useServerTime } from '../../api/server-time.ts';
import { Heading } from '../../components/heading.tsx';
import { Notice } from '../../components/notice.tsx';
import { RoomTitle } from '../../components/room-title.tsx';
import { Stale } from '../../components/stale.tsx';
import { VirtualList } from '../../components/virtual-list.tsx';
import { WithoutDepot } from '../../components/without-depot.tsx';
import { Loading } from '../../frame/failures.tsx';
import { type Depot, useChosenDepot } from '../../frame/use-depot.ts';
import { useLocale } from '../../frame/use-locale.ts';
import { listOf, numberOf } from '../../words/quantities.ts';
import { DayChoice } from './day-choice.tsx';
import { RouteRow } from './route-row.tsx';
import { isLate, type Standing, standingOf } from './route-standing.tsx';
import './routes-room.css';

/** What needs a person comes first, what is in order last. */
const RANK: Readonly<Record<Standing, number>> = {
  'needs-you': 0,
  late: 1,
  running: 2,
  waiting: 2,
  done: 3,
};

/** Those that need somebody first, then the latest; the others as the depot counts them. */
const inOrder = (day: DepotDay): readonly DayRoute[] =>
  day.routes.toSorted((a, b) => {
    const [one, other] = [standingOf(a, day), standingOf(b, day)];
    const byLate = one === 'late' && other === 'late' ? (b.behindMs ?? 0) - (a.behindMs ?? 0) : 0;
    return RANK[one] - RANK[other] || byLate;
  });

/** How the day stands, in one sentence. */
const Sentence = ({ day }: { readonly day: DepotDay }) => {
  const { t, i18n } = useTranslation();
  const { routes } = day;
  const sum = (count: (route: DayRoute) => number): number =>
    routes.reduce((all, route) => all + count(route), 0);
  const number = (count: number): string => numberOf(count, i18n.language);
  const total = sum(({ stops }) => stops.total);
  const closed = total - sum(({ stops }) => stops.open);
  const needs = routes.filter((route) => standingOf(route, day) === 'needs-you').length;
  const late = routes.filter(isLate).length;
  const more = [
    ...(needs > 0 ? [t('depot.needsYou', { count: needs })] : []),
    ...(late > 0 ? [t('routes.lateCount', { count: late })] : []),
  ];
  return (
    <Heading>
      {t('routes.sentence', {
        count: routes.length,
        closed: number(closed),
        total: number(total),
      })}
      {more.length > 0 && ` ${listOf(more, i18n.language)}.`}
    </Heading>
  );
};

const Routes = ({ depot }: { readonly depot: Depot }) => {
  const { t } = useTranslation();
  const locale = useLocale();
  const now = useServerTime();
  const { day: asked } = useSearch({ from: '/signed-in/routes' });
  const { data: day, isError, error } = useQuery(dayQuery(depot.id, asked));
  if (day === undefined) {
    if (isError) throw error;
    return <Loading />;
  }
  if (day.routes.length === 0) {
    return (
      <Notice title={t('routes.none')} act={<DayChoice {...day} />}>
        <p>{dayWords(day.day as Day, now, t, locale)}</p>
        <p>{t('routes.noneNext')}</p>
      </Notice>
    );
  }
  return (
    <div className="routes-room">
      <Sentence day={day} />
      {isError && <Stale at={day.at} />}
      <DayChoice {...day} />
      <VirtualList
        items={inOrder(day)}
        keyOf={({ id }) => id}
        rowHeight={96}
        label={t('routes.room')}
      >
        {(route) => <RouteRow route={route} calendar={day} />}
      </VirtualList>
    </div>
  );
};

/** The routes of a depot's day, and how each stands. */
export const RoutesRoom = () => {
  const { t } = useTranslation();
  const depot = useChosenDepot();
  return (
    <>
      <RoomTitle room={t('routes.room')} />
      {depot === null ? <WithoutDepot /> : <Routes key={depot.id} depot={depot} />}
    </>
  );
};
