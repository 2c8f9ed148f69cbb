import { useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { waysQuery } from '../../sign-in/ways-in.tsx';
import { SettingPart } from '../setting-part.tsx';

/** Whether people can sign in at the company's identity provider, and what to do if not. */
export const CompanySignIn = () => {
  const { t } = useTranslation();
  const { data: ways } = useQuery(waysQuery);
  if (ways === undefined) return null;
  const provider = ways.identityProvider;
  const address = `${window.location.origin}/v1/sign-in/provider`;
  return (
    <SettingPart title={t('settings.you.provider')}>
      {provider === null ? (
        <>
          <p>{t('settings.people.noProvider')}</p>
          <p className="hint">
            {t('settings.people.noProviderNext')}{' '}
            <code dir="ltr" className="setting-code">
              {address}
            </code>
          </p>
        </>
      ) : (
        <p>{t('settings.people.provider', { provider })}</p>
      )}
    </SettingPart>
  );
};
