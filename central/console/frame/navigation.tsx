import { Link } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import { ROOMS } from './rooms.tsx';

/** The rooms that somebody may enter. */
export const Navigation = ({ onGone }: { readonly onGone?: () => void }) => {
  const { t } = useTranslation();
  return (
    <nav aria-label={t('frame.rooms')}>
      <ul className="navigation">
        {ROOMS.map(({ to, words, icon }) => (
          <li key={to}>
            <Link to={to} onClick={onGone} activeProps={{ 'aria-current': 'page' }}>
              {icon}
              {t(words)}
            </Link>
          </li>
        ))}
      </ul>
    </nav>
  );
};
