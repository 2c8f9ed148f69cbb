import { Link } from '@tanstack/react-router';
import { memo } from 'react';
import { useTranslation } from 'react-i18next';
import { dayWords } from '../../../../renderer/i18n/moment.ts';
import type { Day } from '../../../../shared/protocol/ids.ts';
import type { BoardTerminal } from '../../api/queries.ts';
import { useServerTime } from '../../api/server-time.ts';
import { Bar } from '../../components/stops-bar.tsx';
import { AlertIcon, DockIcon, LateIcon, RoadIcon, TickIcon } from '../../frame/icons.tsx';
import { useLocale } from '../../frame/use-locale.ts';
import { useMoment } from '../../frame/use-moment.ts';
import { listOf, numberOf, spanInWords } from '../../words/quantities.ts';

/** What is so with a terminal: a shape, a colour and words. */
const Standing = ({ terminal }: { readonly terminal: BoardTerminal }) => {
  const { t, i18n } = useTranslation();
  const { state, why, findings, lateMs, lastDock } = terminal;
  // Nothing was ever given to it: nothing of it can be in.
  if (state === 'in' && lastDock === null) return null;
  switch (state) {
    case 'needs-you':
      return (
        <p className="standing bad">
          <AlertIcon />
          {why === 'findings' ? (
            <Link
              to="/settle"
              search={({ depot }) => ({
                ...(depot === undefined ? {} : { depot }),
                terminal: terminal.id,
              })}
              className="standing-act"
            >
              {t('depot.findings', { count: findings })}
            </Link>
          ) : (
            t('depot.overdue')
          )}
        </p>
      );
    case 'out':
      return lateMs > 0 ? (
        <p className="standing late">
          <LateIcon />
          {t('depot.late', { span: spanInWords(lateMs, i18n.language) })}
        </p>
      ) : (
        <p className="standing">
          <RoadIcon />
          {t('depot.onRoad')}
        </p>
      );
    case 'waiting':
      return (
        <p className="standing late">
          <DockIcon />
          {t('depot.waiting')}
        </p>
      );
    default:
      return (
        <p className="standing good">
          <TickIcon />
          {state === 'ready' ? t('depot.ready') : t('depot.allHere')}
        </p>
      );
  }
};

const useDetails = ({ state, why, open, closed, next }: BoardTerminal): readonly string[] => {
  const { t, i18n } = useTranslation();
  const locale = useLocale();
  const now = useServerTime();
  const total = numberOf(open + closed, i18n.language);
  const done = t('depot.done', { closed: numberOf(closed, i18n.language), total });
  if (state === 'needs-you') {
    return [
      ...(why === 'docking-overdue' ? [t('depot.overdueNext')] : []),
      ...(open > 0 ? [t('depot.stopsLeft', { count: open })] : []),
    ];
  }
  if (state === 'out') return [done];
  if (state === 'in' && next !== null) {
    const day = dayWords(next.day as Day, now, t, locale);
    return [t(next.isOnIt ? 'depot.nextOn' : 'depot.nextOff', { route: next.name, day })];
  }
  return [];
};

/**
 * One terminal: whose it is, where it is, how it stands. It is written anew only if it has changed:
 * there may be five hundred, and a day has thousands of changes.
 */
export const TerminalCard = memo(({ terminal }: { readonly terminal: BoardTerminal }) => {
  const { t, i18n } = useTranslation();
  const moment = useMoment();
  const { name, driver, routes, lastDock, state, open, closed } = terminal;
  const details = useDetails(terminal);
  const where = [
    routes.length === 0
      ? t('depot.noRoute')
      : t('depot.route', {
          route: listOf(
            routes.map((route) => route.name),
            i18n.language,
          ),
        }),
    lastDock === null ? t('depot.neverSeen') : t('depot.seen', { moment: moment(lastDock) }),
  ];
  return (
    <li className={`terminal-card ${state}`}>
      <h3>
        <bdi>{name}</bdi>
        {driver !== null && (
          <>
            {' · '}
            <bdi>{driver.name}</bdi>
          </>
        )}
      </h3>
      <p className="where">{where.join(' · ')}</p>
      <Standing terminal={terminal} />
      {details.map((detail) => (
        <p key={detail} className="detail">
          {detail}
        </p>
      ))}
      {state === 'out' && (
        <Bar stops={{ total: open + closed, delivered: closed, notDelivered: 0 }} />
      )}
    </li>
  );
});
