import { Fragment } from 'react';
import { useTranslation } from 'react-i18next';
import type { DockView } from '../../../shared/terminal/view/dock-view.ts';
import { useNow } from '../../components/use-now.ts';
import { useDepot } from '../../depot.tsx';
import { useLocale } from '../../i18n/locale.tsx';
import { dayWords } from '../../i18n/moment.ts';
import './dock-whose.css';

/**
 * Which terminal this is, among all that stand in their docks, and whose: its route, of which day if
 * that is not today, and who drives it.
 */
export const DockWhose = ({ view }: { readonly view: DockView }) => {
  const { t } = useTranslation();
  const locale = useLocale();
  const now = useNow(60_000);
  const { terminalName } = useDepot();
  const { route, day, driver } = view;
  const today = t('day.today');
  const on = day === null ? today : dayWords(day, now, t, locale);
  const whose = [
    route === null ? null : t('route.title', { route }),
    route === null || on === today ? null : on,
    driver,
  ].filter((part) => part !== null);
  return (
    <header className="dock-head">
      {terminalName !== null && (
        <p className="dock-name">
          <bdi>{terminalName}</bdi>
        </p>
      )}
      {whose.length > 0 && (
        <p className="dock-route">
          {whose.map((part, at) => (
            <Fragment key={part}>
              {at > 0 && ' · '}
              <bdi>{part}</bdi>
            </Fragment>
          ))}
        </p>
      )}
    </header>
  );
};
