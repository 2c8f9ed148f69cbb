import { useSuspenseQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { answerOf } from '../../../../client/client.ts';
import { central } from '../../../api/client.ts';
import { Fault } from '../../../components/fault.tsx';
import { keepKeys } from '../../../components/keep-keys.ts';
import type { Depot } from '../../../frame/use-depot.ts';
import { OfDepot } from '../depots/of-depot.tsx';
import { SettingRow } from '../setting-part.tsx';
import { SettingsPage } from '../settings-page.tsx';
import { useAct } from '../use-act.ts';
import { type Webhook, webhooksKey, webhooksQuery } from './webhook-queries.ts';
import { AddWebhook, RemoveWebhook, RollSecret } from './webhook-tasks.tsx';

/** One address: what waits for it, what it never took, and what can be done. */
const WebhookRow = ({
  webhook,
  onDone,
  onTask,
}: {
  readonly webhook: Webhook;
  readonly onDone: (said: string) => void;
  readonly onTask: (kind: 'roll' | 'remove') => void;
}) => {
  const { t } = useTranslation();
  const { id, url, waiting, dead, depot } = webhook;
  const [trouble, setTrouble] = useState<string | null>(null);
  const params = { path: { webhook: id } };
  const test = useAct(() => answerOf(central.POST('/v1/webhooks/{webhook}/test', { params })), {
    changed: [],
    onDone: ({ ok, status, reason }) => {
      setTrouble(
        ok
          ? null
          : t('settings.webhooks.refused', {
              why: reason === null ? '' : t(`settings.webhooks.reason.${reason}`),
              status: status ?? '',
            }),
      );
      if (ok) onDone(t('settings.webhooks.tested', { url }));
    },
  });
  const replay = useAct(
    () => answerOf(central.POST('/v1/webhooks/{webhook}/replay', { params, body: {} })),
    {
      changed: [webhooksKey(depot)],
      onDone: ({ replayed }) => onDone(t('settings.webhooks.replayed', { count: replayed })),
    },
  );
  const fault = test.fault ?? replay.fault ?? trouble;
  return (
    <SettingRow
      title={<bdi dir="ltr">{url}</bdi>}
      facts={
        <>
          <p>
            {t('settings.webhooks.waiting', { count: waiting })}
            {dead > 0 && ` · ${t('settings.webhooks.dead', { count: dead })}`}
          </p>
          {fault !== null && <Fault>{fault}</Fault>}
        </>
      }
    >
      <Link
        className="quiet-button"
        to="/settings/webhooks/$webhook"
        params={{ webhook: id }}
        search={(before) => ({ ...before, ...(dead > 0 ? { state: 'dead' as const } : {}) })}
      >
        {t('settings.webhooks.events')}
        <span className="hidden-text">{url}</span>
      </Link>
      <button className="quiet-button" type="button" onClick={() => test.run()}>
        {t('settings.webhooks.test')}
        <span className="hidden-text">{url}</span>
      </button>
      {dead > 0 && (
        <button ref={keepKeys} className="quiet-button" type="button" onClick={() => replay.run()}>
          {t('settings.webhooks.replay')}
          <span className="hidden-text">{url}</span>
        </button>
      )}
      <button className="quiet-button" type="button" onClick={() => onTask('roll')}>
        {t('settings.webhooks.roll')}
        <span className="hidden-text">{url}</span>
      </button>
      <button className="quiet-button" type="button" onClick={() => onTask('remove')}>
        {t('settings.act.remove')}
        <span className="hidden-text">{url}</span>
      </button>
    </SettingRow>
  );
};

type Task = 'add' | { readonly kind: 'roll' | 'remove'; readonly webhook: Webhook };

const Webhooks = ({ depot }: { readonly depot: Depot }) => {
  const { t } = useTranslation();
  const { data: webhooks } = useSuspenseQuery(webhooksQuery(depot.id));
  const [task, setTask] = useState<Task | null>(null);
  const [done, setDone] = useState<string | null>(null);
  const close = (): void => setTask(null);
  return (
    <SettingsPage
      title={t('settings.section.webhooks')}
      sentence={t('settings.webhooks.sentence', { count: webhooks.length })}
      done={done}
    >
      <p>{t('settings.webhooks.what', { name: depot.name })}</p>
      <div className="acts">
        <button className="button" type="button" onClick={() => setTask('add')}>
          {t('settings.webhooks.add')}
        </button>
      </div>
      <ul className="setting-rows">
        {webhooks.map((webhook) => (
          <WebhookRow
            key={webhook.id}
            webhook={webhook}
            onDone={setDone}
            onTask={(kind) => setTask({ kind, webhook })}
          />
        ))}
      </ul>
      {task === 'add' && <AddWebhook depot={depot.id} onClose={close} />}
      {task !== null && task !== 'add' && task.kind === 'roll' && (
        <RollSecret webhook={task.webhook} onClose={close} />
      )}
      {task !== null && task !== 'add' && task.kind === 'remove' && (
        <RemoveWebhook webhook={task.webhook} onClose={close} />
      )}
    </SettingsPage>
  );
};

/** Which addresses are told what becomes of the deliveries of the depot that is looked at. */
export const WebhooksPage = () => <OfDepot>{(depot) => <Webhooks depot={depot} />}</OfDepot>;
