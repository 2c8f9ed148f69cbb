import { useTranslation } from 'react-i18next';

/** Shown once: to be printed, or written down. */
export const RecoveryCodes = ({
  codes,
  onKept,
}: {
  readonly codes: readonly string[];
  readonly onKept: () => void;
}) => {
  const { t } = useTranslation();
  return (
    <div className="entrance-form">
      <p>{t('setUp.codesWhat')}</p>
      <ol className="recovery-codes" dir="ltr">
        {codes.map((code) => (
          <li key={code}>
            <code>{code}</code>
          </li>
        ))}
      </ol>
      <button className="quiet-button" type="button" onClick={() => window.print()}>
        {t('setUp.print')}
      </button>
      <button className="button" type="button" onClick={onKept}>
        {t('setUp.done')}
      </button>
    </div>
  );
};
