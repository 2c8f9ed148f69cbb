import { useQueryClient, useSuspenseQuery } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import { answerOf } from '../../../../client/client.ts';
import { central } from '../../../api/client.ts';
import { Fault } from '../../../components/fault.tsx';
import { useMoment } from '../../../frame/use-moment.ts';
import { deviceOf } from '../../sign-in/device-of.ts';
import { SettingPart, SettingRow } from '../setting-part.tsx';
import { useAct } from '../use-act.ts';
import { ownSessionsQuery } from './own-queries.ts';

const VIAS = ['set-up', 'password', 'recovery-code', 'passkey', 'identity-provider'] as const;

/** Where whoever looks is signed in, and how they end that: in one place, or everywhere. */
export const OwnSessions = ({ onDone }: { readonly onDone: (said: string) => void }) => {
  const { t } = useTranslation();
  const moment = useMoment();
  const navigate = useNavigate();
  const queries = useQueryClient();
  const { data: sessions } = useSuspenseQuery(ownSessionsQuery);
  const changed = [ownSessionsQuery.queryKey];
  const said = (): void => onDone(t('settings.you.saved.session'));
  const endOne = useAct(
    (session: string) =>
      answerOf(central.POST('/v1/me/sessions/{session}/end', { params: { path: { session } } })),
    { changed, onDone: said },
  );
  const endOthers = useAct(
    () => answerOf(central.POST('/v1/me/sessions/end', { body: { here: false } })),
    { changed, onDone: said },
  );
  const endAll = useAct(
    () => answerOf(central.POST('/v1/me/sessions/end', { body: { here: true } })),
    {
      changed: [],
      onDone: () => void navigate({ to: '/sign-in' }).then(() => queries.clear()),
    },
  );
  const fault = endOne.fault ?? endOthers.fault ?? endAll.fault;
  return (
    <SettingPart title={t('settings.you.sessions')}>
      {fault !== null && <Fault>{fault}</Fault>}
      <ul className="setting-rows">
        {sessions.map(({ id, label, via, createdAt, lastUsedAt, isThis }) => {
          const device = deviceOf(label) ?? t('settings.you.unknownDevice');
          const known = VIAS.find((one) => one === via);
          return (
            <SettingRow
              level={3}
              key={id}
              title={
                <>
                  <bdi>{device}</bdi>
                  {isThis && <span className="setting-tag">{t('settings.you.thisOne')}</span>}
                </>
              }
              facts={t('settings.you.sessionFacts', {
                since: moment(createdAt),
                via: known === undefined ? '' : t(`settings.you.via.${known}`),
                used: moment(lastUsedAt),
              })}
            >
              {!isThis && (
                <button className="quiet-button" type="button" onClick={() => endOne.run(id)}>
                  {t('settings.you.endSession')}
                  <span className="hidden-text">{device}</span>
                </button>
              )}
            </SettingRow>
          );
        })}
      </ul>
      {sessions.length > 1 && <p>{t('settings.you.unknownSession')}</p>}
      <div className="acts">
        {sessions.length > 1 && (
          <button className="quiet-button" type="button" onClick={() => endOthers.run()}>
            {t('settings.you.endOthers')}
          </button>
        )}
        <button className="quiet-button" type="button" onClick={() => endAll.run()}>
          {t('settings.you.endAll')}
        </button>
      </div>
    </SettingPart>
  );
};
