import { useQuery, useSuspenseQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { meQuery } from '../../../api/queries.ts';
import { Fault } from '../../../components/fault.tsx';
import { useDepots } from '../../../frame/use-depot.ts';
import { providerFaultWords } from '../../sign-in/fault-words.ts';
import { takeProblem } from '../../sign-in/take-problem.ts';
import { waysQuery } from '../../sign-in/ways-in.tsx';
import { roleWords } from '../role-words.ts';
import { SettingPart } from '../setting-part.tsx';
import { SettingsPage } from '../settings-page.tsx';
import { OwnPasskeys } from './own-passkeys.tsx';
import { OwnPassword } from './own-password.tsx';
import { OwnSessions } from './own-sessions.tsx';

const CompanyAccount = () => {
  const { t } = useTranslation();
  const { signsInWith } = useSuspenseQuery(meQuery).data;
  const provider = useQuery(waysQuery).data?.identityProvider ?? null;
  if (provider === null) return null;
  const words = signsInWith.identityProvider ? 'providerLinked' : 'providerUnlinked';
  return (
    <SettingPart title={t('settings.you.provider')}>
      <p>{t(`settings.you.${words}`, { provider })}</p>
    </SettingPart>
  );
};

const OwnRights = () => {
  const { t } = useTranslation();
  const { grants } = useSuspenseQuery(meQuery).data;
  const depots = useDepots();
  const nameOf = (depot: string | null): string =>
    depot === null
      ? t('settings.you.everywhere')
      : (depots.find(({ id }) => id === depot)?.name ?? depot);
  return (
    <SettingPart title={t('settings.you.rights')}>
      <ul>
        {grants.map(({ name, depot }) => (
          <li key={`${name} ${depot}`}>
            {roleWords(name, t)} · <bdi>{nameOf(depot)}</bdi>
          </li>
        ))}
      </ul>
    </SettingPart>
  );
};

/** What whoever is signed in may see and change about themselves. */
export const YouPage = () => {
  const { t, i18n } = useTranslation();
  const { name } = useSuspenseQuery(meQuery).data;
  const [told] = useState(takeProblem);
  const [done, setDone] = useState<string | null>(null);
  const fault = providerFaultWords(told, t, i18n.language);
  return (
    <SettingsPage title={t('settings.section.you')} sentence={name} done={done}>
      {fault !== null && <Fault>{fault}</Fault>}
      <OwnPasskeys onDone={setDone} />
      <OwnPassword onDone={setDone} />
      <CompanyAccount />
      <OwnSessions onDone={setDone} />
      <OwnRights />
    </SettingsPage>
  );
};
