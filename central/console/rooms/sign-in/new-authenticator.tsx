import { useTranslation } from 'react-i18next';
import { Field } from '../../components/field.tsx';
import { Qr } from '../../components/qr.tsx';
import './new-authenticator.css';

/** In groups of four, as it is typed. */
const inGroups = (secret: string): string => secret.replace(/(.{4})(?=.)/g, '$1 ');

/** What an authenticator app scans, and the field for the code that it shows then. */
export const NewAuthenticator = ({
  authenticator: { secret, uri },
}: {
  readonly authenticator: { readonly secret: string; readonly uri: string };
}) => {
  const { t } = useTranslation();
  return (
    <>
      <fieldset className="authenticator">
        <legend>{t('setUp.app')}</legend>
        <Qr text={uri} label={t('setUp.qr')} />
        <p className="hint">
          {t('setUp.secret')} <code dir="ltr">{inGroups(secret)}</code>
        </p>
      </fieldset>
      <Field
        label={t('setUp.code')}
        name="code"
        inputMode="numeric"
        autoComplete="one-time-code"
        required
      />
    </>
  );
};
