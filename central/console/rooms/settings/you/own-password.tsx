import { useSuspenseQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { answerOf } from '../../../../client/client.ts';
import { central } from '../../../api/client.ts';
import { meQuery } from '../../../api/queries.ts';
import { Fault } from '../../../components/fault.tsx';
import { Field } from '../../../components/field.tsx';
import { FormDialog } from '../../../components/form-dialog.tsx';
import { NewAuthenticator } from '../../sign-in/new-authenticator.tsx';
import { SettingPart } from '../setting-part.tsx';
import { useAct } from '../use-act.ts';
import { NewCodes } from './new-codes.tsx';
import { ownSessionsQuery } from './own-queries.ts';

type Task = { readonly onDone: () => void; readonly onClose: () => void };
type Seed = { readonly secret: string; readonly uri: string };

const textOf = (form: FormData, name: string): string => String(form.get(name) ?? '');

const ChangePassword = ({ onDone, onClose }: Task) => {
  const { t } = useTranslation();
  const { name } = useSuspenseQuery(meQuery).data;
  const change = useAct(
    (password: string) => answerOf(central.POST('/v1/me/password', { body: { password } })),
    { changed: [ownSessionsQuery.queryKey], onDone },
  );
  return (
    <FormDialog
      title={t('settings.you.changePassword')}
      act={t('settings.you.changePassword')}
      leave={t('settings.act.cancel')}
      isBusy={change.isBusy}
      fault={change.fault}
      onSend={(form) => change.run(textOf(form, 'password'))}
      onClose={onClose}
    >
      <input type="hidden" name="name" autoComplete="username" value={name} />
      <Field
        label={t('settings.you.newPassword')}
        hint={t('setUp.passwordHint')}
        name="password"
        type="password"
        autoComplete="new-password"
        autoFocus
        required
      />
      <p className="hint">{t('settings.you.ends')}</p>
    </FormDialog>
  );
};

const ChangeApp = ({ seed, onDone, onClose }: Task & { readonly seed: Seed }) => {
  const { t } = useTranslation();
  const change = useAct(
    (code: string) => answerOf(central.POST('/v1/me/authenticator', { body: { code } })),
    { changed: [ownSessionsQuery.queryKey], onDone },
  );
  return (
    <FormDialog
      title={t('settings.you.changeApp')}
      act={t('settings.you.changeAppAct')}
      leave={t('settings.act.cancel')}
      isBusy={change.isBusy}
      fault={change.fault}
      onSend={(form) => change.run(textOf(form, 'code').replace(/\s/g, ''))}
      onClose={onClose}
    >
      <NewAuthenticator authenticator={seed} />
      <p className="hint">{t('settings.you.ends')}</p>
    </FormDialog>
  );
};

type Doing = 'password' | 'codes' | Seed | null;

/** Password, authenticator app and recovery codes of whoever is signed in. */
export const OwnPassword = ({ onDone }: { readonly onDone: (said: string) => void }) => {
  const { t } = useTranslation();
  const { signsInWith } = useSuspenseQuery(meQuery).data;
  const [task, setTask] = useState<Doing>(null);
  const beginApp = useAct(() => answerOf(central.POST('/v1/me/authenticator/begin')), {
    changed: [],
    onDone: setTask,
  });
  const close = (): void => {
    setTask(null);
    // The app's secret is nowhere any more.
    beginApp.forget();
  };
  const end = (said: string) => (): void => {
    close();
    onDone(said);
  };
  if (!signsInWith.password) return null;
  return (
    <SettingPart title={t('settings.you.password')}>
      <p>
        {t('settings.you.passwordWhat')}{' '}
        {t('settings.you.codesLeft', { count: signsInWith.recoveryCodes })}
      </p>
      {beginApp.fault !== null && <Fault>{beginApp.fault}</Fault>}
      <div className="acts">
        <button className="quiet-button" type="button" onClick={() => setTask('password')}>
          {t('settings.you.changePassword')}
        </button>
        <button className="quiet-button" type="button" onClick={() => beginApp.run()}>
          {t('settings.you.changeApp')}
        </button>
        <button className="quiet-button" type="button" onClick={() => setTask('codes')}>
          {t('settings.you.newCodes')}
        </button>
      </div>
      {task === 'password' && (
        <ChangePassword onDone={end(t('settings.you.saved.password'))} onClose={close} />
      )}
      {task === 'codes' && <NewCodes onClose={close} />}
      {task !== null && typeof task === 'object' && (
        <ChangeApp seed={task} onDone={end(t('settings.you.saved.app'))} onClose={close} />
      )}
    </SettingPart>
  );
};
