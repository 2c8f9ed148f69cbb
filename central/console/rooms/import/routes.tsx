import { useQueries } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import { dateTag } from '../../../../renderer/i18n/date-tag.ts';
import { dayQuery } from '../../api/dispatch.ts';
import type { Import } from '../../api/imports.ts';

type Filled = NonNullable<Import['report']>['routes'];

const MOST = 30;

/** Those of the routes that are at central and have no terminal yet. */
const useWaiting = (depot: string, routes: Filled): ReadonlySet<string> => {
  const days = [...new Set(routes.map(({ day }) => day))];
  const found = useQueries({ queries: days.map((day) => dayQuery(depot, day)) });
  return new Set(
    found
      .flatMap(({ data }) => data?.routes ?? [])
      .flatMap(({ id, terminal }) => (terminal === null ? [id] : [])),
  );
};

type Row = Filled[number];

const Facts = ({ day, deliveries }: Pick<Row, 'day' | 'deliveries'>) => {
  const { t, i18n } = useTranslation('import');
  const words = new Intl.DateTimeFormat(dateTag(i18n.language), {
    weekday: 'short',
    day: 'numeric',
    month: 'short',
    timeZone: 'UTC',
  }).format(new Date(day));
  return (
    <>
      <span>{words}</span>
      <span>{t('stops', { count: deliveries })}</span>
    </>
  );
};

/** The routes of a file that is only checked, each with its day and how many stops come to it. */
export const Routes = ({ routes }: { readonly routes: Filled }) => {
  const { t } = useTranslation('import');
  if (routes.length === 0) return null;
  return (
    <section>
      <h2>{t('routes')}</h2>
      <ul className="file-routes">
        {routes.slice(0, MOST).map(({ id, name, ...facts }) => (
          <li key={id}>
            <b>
              <bdi>{name}</bdi>
            </b>
            <Facts {...facts} />
          </li>
        ))}
        {routes.length > MOST && <li>…</li>}
      </ul>
    </section>
  );
};

/** The routes that a file filled: each leads to itself, and says if it still needs a terminal. */
export const FilledRoutes = ({
  depot,
  routes,
}: {
  readonly depot: string;
  readonly routes: Filled;
}) => {
  const { t } = useTranslation('import');
  const { t: common } = useTranslation();
  const shown = routes.slice(0, MOST);
  const waiting = useWaiting(depot, shown);
  if (routes.length === 0) return null;
  return (
    <section>
      <h2>{t('routes')}</h2>
      <ul className="file-routes">
        {shown.map(({ id, name, ...facts }) => (
          <li key={id}>
            <Link className="quiet-button" to="/routes/$route" params={{ route: id }}>
              {common('depot.route', { route: name })}
            </Link>
            <Facts {...facts} />
            {waiting.has(id) && <span className="standing late">{t('noTerminal')}</span>}
          </li>
        ))}
        {routes.length > MOST && <li>…</li>}
      </ul>
    </section>
  );
};
