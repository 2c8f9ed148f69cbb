import { useEffect } from 'react';
import { useTranslation } from 'react-i18next';
import './recovery-codes.css';

/** The browser asks before it leaves the page: what is on it is nowhere else. */
const useAskBeforeLeaving = (): void => {
  useEffect(() => {
    const ask = (event: BeforeUnloadEvent): void => event.preventDefault();
    window.addEventListener('beforeunload', ask);
    return () => window.removeEventListener('beforeunload', ask);
  }, []);
};

/** Shown once: to be printed, or written down. */
export const RecoveryCodes = ({
  codes,
  onKept,
}: {
  readonly codes: readonly string[];
  readonly onKept: () => void;
}) => {
  const { t } = useTranslation();
  useAskBeforeLeaving();
  return (
    <div className="recovery">
      <p>{t('setUp.codesWhat')}</p>
      <ol className="recovery-codes" dir="ltr">
        {codes.map((code) => (
          <li key={code}>
            <code>{code}</code>
          </li>
        ))}
      </ol>
      <p className="only-printed">{window.location.host}</p>
      <button className="quiet-button" type="button" onClick={() => window.print()}>
        {t('setUp.print')}
      </button>
      <button className="button" type="button" onClick={onKept}>
        {t('setUp.done')}
      </button>
    </div>
  );
};
