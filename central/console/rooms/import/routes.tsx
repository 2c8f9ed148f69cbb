import { useTranslation } from 'react-i18next';
import { dateTag } from '../../../../renderer/i18n/date-tag.ts';
import type { Import } from '../../api/imports.ts';

type Filled = NonNullable<Import['report']>['routes'];

const MOST = 30;

/** The routes of a file, each with its day and how many stops come to it. */
export const Routes = ({ routes }: { readonly routes: Filled }) => {
  const { t, i18n } = useTranslation('import');
  if (routes.length === 0) return null;
  const dayOf = (day: string): string =>
    new Intl.DateTimeFormat(dateTag(i18n.language), {
      weekday: 'short',
      day: 'numeric',
      month: 'short',
      timeZone: 'UTC',
    }).format(new Date(day));
  return (
    <section>
      <h2>{t('routes')}</h2>
      <ul className="file-routes">
        {routes.slice(0, MOST).map(({ id, name, day, deliveries }) => (
          <li key={id}>
            <b>
              <bdi>{name}</bdi>
            </b>
            <span>{dayOf(day)}</span>
            <span>{t('stops', { count: deliveries })}</span>
          </li>
        ))}
        {routes.length > MOST && <li>…</li>}
      </ul>
    </section>
  );
};
