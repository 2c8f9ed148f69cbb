import { useQuery, useSuspenseQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { answerOf } from '../../../../client/client.ts';
import { central } from '../../../api/client.ts';
import { meQuery } from '../../../api/queries.ts';
import { Confirm } from '../../../components/confirm.tsx';
import { Field } from '../../../components/field.tsx';
import { FormDialog, textOf } from '../../../components/form-dialog.tsx';
import { useMoment } from '../../../frame/use-moment.ts';
import { deviceOf } from '../../sign-in/device-of.ts';
import { makePasskey } from '../../sign-in/passkeys.ts';
import { waysQuery } from '../../sign-in/ways-in.tsx';
import { SettingPart, SettingRow } from '../setting-part.tsx';
import { useAct } from '../use-act.ts';
import { ownPasskeysQuery, ownSessionsQuery } from './own-queries.ts';

type Passkey = { readonly id: string; readonly name: string };

const Add = ({
  onDone,
  onClose,
}: {
  readonly onDone: () => void;
  readonly onClose: () => void;
}) => {
  const { t } = useTranslation();
  const add = useAct(
    async (label: string) => {
      const { options } = await answerOf(central.POST('/v1/me/passkeys/begin'));
      const credential = await makePasskey(options);
      return answerOf(central.POST('/v1/me/passkeys', { body: { label, credential } }));
    },
    { changed: [ownPasskeysQuery.queryKey, meQuery.queryKey], onDone },
  );
  return (
    <FormDialog
      title={t('settings.you.addPasskey')}
      act={t('settings.you.passkeyMake')}
      leave={t('settings.act.cancel')}
      isBusy={add.isBusy}
      fault={add.fault}
      onSend={(form) => add.run(textOf(form, 'label'))}
      onClose={onClose}
    >
      <Field
        label={t('settings.you.passkeyName')}
        hint={t('settings.you.passkeyHint')}
        name="label"
        defaultValue={deviceOf(navigator.userAgent) ?? ''}
        maxLength={80}
        autoComplete="off"
        autoFocus
        required
      />
    </FormDialog>
  );
};

const Remove = ({
  passkey: { id, name },
  onDone,
  onClose,
}: {
  readonly passkey: Passkey;
  readonly onDone: () => void;
  readonly onClose: () => void;
}) => {
  const { t } = useTranslation();
  const remove = useAct(
    () =>
      answerOf(
        central.POST('/v1/me/passkeys/{passkey}/remove', { params: { path: { passkey: id } } }),
      ),
    {
      changed: [ownPasskeysQuery.queryKey, ownSessionsQuery.queryKey, meQuery.queryKey],
      onDone,
      faults: { 'last-means': t('settings.you.lastMeans') },
    },
  );
  return (
    <Confirm
      title={t('settings.you.passkeyRemove', { name })}
      act={t('settings.you.passkeyRemoveAct')}
      keep={t('settings.you.passkeyKeep')}
      fault={remove.fault}
      isBusy={remove.isBusy}
      onAct={() => remove.run()}
      onClose={onClose}
    >
      <p>{t('settings.you.passkeyRemoveWhat')}</p>
    </Confirm>
  );
};

/** The passkeys of whoever is signed in: one for each device is best. */
export const OwnPasskeys = ({ onDone }: { readonly onDone: (said: string) => void }) => {
  const { t } = useTranslation();
  const moment = useMoment();
  const { data: passkeys } = useSuspenseQuery(ownPasskeysQuery);
  const { data: ways } = useQuery(waysQuery);
  const [task, setTask] = useState<'add' | Passkey | null>(null);
  const end = (said: string) => (): void => {
    setTask(null);
    onDone(said);
  };
  if (ways?.passkeys === false) return null;
  return (
    <SettingPart title={t('settings.you.passkeys')}>
      {passkeys.length === 0 ? (
        <p>{t('settings.you.noPasskeys')}</p>
      ) : (
        <ul className="setting-rows">
          {passkeys.map(({ id, name, createdAt, lastUsedAt }) => (
            <SettingRow
              level={3}
              key={id}
              title={<bdi>{name}</bdi>}
              facts={
                lastUsedAt === null
                  ? t('settings.you.passkeyUnused', { made: moment(createdAt) })
                  : t('settings.you.passkeyFacts', {
                      made: moment(createdAt),
                      used: moment(lastUsedAt),
                    })
              }
            >
              <button className="quiet-button" type="button" onClick={() => setTask({ id, name })}>
                {t('settings.act.remove')}
                <span className="hidden-text">{name}</span>
              </button>
            </SettingRow>
          ))}
        </ul>
      )}
      <div className="acts">
        <button className="quiet-button" type="button" onClick={() => setTask('add')}>
          {t('settings.you.addPasskey')}
        </button>
      </div>
      {task === 'add' && (
        <Add onDone={end(t('settings.you.saved.passkey'))} onClose={() => setTask(null)} />
      )}
      {task !== null && task !== 'add' && (
        <Remove
          passkey={task}
          onDone={end(t('settings.you.saved.removed'))}
          onClose={() => setTask(null)}
        />
      )}
    </SettingPart>
  );
};
