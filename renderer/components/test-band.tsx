import { useTranslation } from 'react-i18next';
import './test-band.css';

/** Says, on every screen, that this build is not for real deliveries. */
export const TestBand = () => {
  const { t } = useTranslation();
  return (
    <header className="test-band">
      <span>{t('testBuild')}</span>
    </header>
  );
};
