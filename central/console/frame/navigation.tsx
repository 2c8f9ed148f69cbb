import { Link, useLocation } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import { ROOMS } from './rooms.tsx';

const HERE = { 'aria-current': 'page' } as const;

/** The rooms that somebody may enter. */
export const Navigation = ({ onGone }: { readonly onGone?: () => void }) => {
  const { t } = useTranslation();
  const { pathname } = useLocation();
  return (
    <nav aria-label={t('frame.rooms')}>
      <ul className="navigation">
        {ROOMS.map(({ to, words, icon, ...room }) => (
          <li key={to}>
            <Link
              to={to}
              onClick={onGone}
              activeProps={{ 'aria-current': 'page' }}
              {...('also' in room && pathname.startsWith(room.also) ? HERE : {})}
            >
              {icon}
              {t(words)}
            </Link>
          </li>
        ))}
      </ul>
    </nav>
  );
};
