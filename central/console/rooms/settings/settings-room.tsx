import { Link, Outlet } from '@tanstack/react-router';
import { Suspense } from 'react';
import { useTranslation } from 'react-i18next';
import { Loading } from '../../frame/failures.tsx';
import { ProofGate } from './prove-again.tsx';
import { useSections } from './sections.ts';
import './settings-room.css';

const Sections = () => {
  const { t } = useTranslation();
  const sections = useSections();
  return (
    <nav className="settings-sections" aria-label={t('settings.room')}>
      <ul>
        {sections.map(({ to, words }) => (
          <li key={to}>
            <Link to={to} activeProps={{ 'aria-current': 'page' }}>
              {t(words)}
            </Link>
          </li>
        ))}
      </ul>
    </nav>
  );
};

/** What is set once and looked at seldom: one's own, the depots', the company's. */
export const SettingsRoom = () => (
  <Suspense fallback={<Loading />}>
    <div className="settings">
      <Sections />
      <ProofGate>
        <Outlet />
      </ProofGate>
    </div>
  </Suspense>
);
