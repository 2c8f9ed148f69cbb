import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { answerOf } from '../../../../client/client.ts';
import { central } from '../../../api/client.ts';
import { Confirm } from '../../../components/confirm.tsx';
import { Field } from '../../../components/field.tsx';
import { FormDialog, textOf } from '../../../components/form-dialog.tsx';
import { SecretDialog } from '../secret-dialog.tsx';
import { useAct } from '../use-act.ts';
import { type Webhook, webhooksKey } from './webhook-queries.ts';

type Task = { readonly onClose: () => void };

const Secret = ({
  url,
  secret,
  onClose,
}: Task & { readonly url: string; readonly secret: string }) => {
  const { t } = useTranslation();
  return (
    <SecretDialog
      title={t('settings.webhooks.secretTitle')}
      what={t('settings.webhooks.secretWhat', { url })}
      label={t('settings.webhooks.secret')}
      secret={secret}
      onClose={onClose}
    />
  );
};

/** Another address that is told what becomes of deliveries; its secret is shown once then. */
export const AddWebhook = ({ depot, onClose }: Task & { readonly depot: string }) => {
  const { t } = useTranslation();
  const [made, setMade] = useState<{ readonly url: string; readonly secret: string } | null>(null);
  const add = useAct(
    (url: string) =>
      answerOf(
        central.POST('/v1/depots/{depot}/webhooks', { params: { path: { depot } }, body: { url } }),
      ),
    {
      changed: [webhooksKey(depot)],
      onDone: setMade,
      faults: {
        'bad-request': t('settings.webhooks.notHttps'),
        'webhook-not-https': t('settings.webhooks.notHttps'),
        'webhook-has-credentials': t('settings.webhooks.hasPassword'),
        'webhook-inside': t('settings.webhooks.inside'),
        'too-many-webhooks': t('settings.webhooks.tooMany'),
      },
    },
  );
  if (made !== null) return <Secret url={made.url} secret={made.secret} onClose={onClose} />;
  return (
    <FormDialog
      title={t('settings.webhooks.add')}
      act={t('settings.webhooks.addAct')}
      leave={t('settings.act.cancel')}
      isBusy={add.isBusy}
      isKept={add.isMaking}
      fault={add.fault}
      onSend={(form) => add.run(textOf(form, 'url'))}
      onClose={onClose}
    >
      <Field
        label={t('settings.webhooks.url')}
        hint={t('settings.webhooks.urlHint')}
        name="url"
        type="url"
        dir="ltr"
        maxLength={2_000}
        autoComplete="off"
        autoFocus
        required
      />
    </FormDialog>
  );
};

type OfWebhook = Task & { readonly webhook: Webhook };

/** Another secret; requests are signed with both for a day. */
export const RollSecret = ({ webhook: { id, depot, url }, onClose }: OfWebhook) => {
  const { t } = useTranslation();
  const [secret, setSecret] = useState<string | null>(null);
  const roll = useAct(
    async () =>
      (
        await answerOf(
          central.POST('/v1/webhooks/{webhook}/secret', { params: { path: { webhook: id } } }),
        )
      ).secret,
    { changed: [webhooksKey(depot)], onDone: setSecret },
  );
  if (secret !== null) return <Secret url={url} secret={secret} onClose={onClose} />;
  return (
    <Confirm
      title={t('settings.webhooks.rollTitle')}
      act={t('settings.webhooks.rollAct')}
      keep={t('settings.act.cancel')}
      fault={roll.fault}
      isBusy={roll.isBusy}
      isKept={roll.isMaking}
      isDanger={false}
      onAct={() => roll.run()}
      onClose={onClose}
    >
      <p>{t('settings.webhooks.rollWhat')}</p>
    </Confirm>
  );
};

/** Nothing is sent there any more. */
export const RemoveWebhook = ({ webhook: { id, depot, url, waiting }, onClose }: OfWebhook) => {
  const { t } = useTranslation();
  const remove = useAct(
    () =>
      answerOf(
        central.POST('/v1/webhooks/{webhook}/remove', { params: { path: { webhook: id } } }),
      ),
    { changed: [webhooksKey(depot)], onDone: onClose },
  );
  return (
    <Confirm
      title={t('settings.webhooks.removeTitle')}
      act={t('settings.people.removeAct')}
      keep={t('settings.act.cancel')}
      fault={remove.fault}
      isBusy={remove.isBusy}
      onAct={() => remove.run()}
      onClose={onClose}
    >
      <p>{t('settings.webhooks.removeWhat', { url, count: waiting })}</p>
    </Confirm>
  );
};
