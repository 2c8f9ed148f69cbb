import { useTranslation } from 'react-i18next';
import './starting-screen.css';

/** The moment until the store is open. */
export const StartingScreen = () => {
  const { t } = useTranslation();
  return (
    <main className="screen starting">
      <h1>{t('starting.title')}</h1>
    </main>
  );
};
