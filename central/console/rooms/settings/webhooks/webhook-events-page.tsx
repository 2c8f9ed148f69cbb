import { useInfiniteQuery, useSuspenseQuery } from '@tanstack/react-query';
import { Link, useNavigate, useParams, useSearch } from '@tanstack/react-router';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { answerOf } from '../../../../client/client.ts';
import { central } from '../../../api/client.ts';
import { Fault } from '../../../components/fault.tsx';
import { keepKeys } from '../../../components/keep-keys.ts';
import { NotLoaded } from '../../../components/not-loaded.tsx';
import { Loading } from '../../../frame/failures.tsx';
import type { Depot } from '../../../frame/use-depot.ts';
import { useMoment } from '../../../frame/use-moment.ts';
import { OfDepot } from '../depots/of-depot.tsx';
import { SettingRow } from '../setting-part.tsx';
import { SettingsPage } from '../settings-page.tsx';
import { useAct } from '../use-act.ts';
import { eventsSearch, STATES } from './events-search.ts';
import {
  eventsKey,
  eventsQuery,
  type SentEvent,
  type Webhook,
  webhooksKey,
  webhooksQuery,
} from './webhook-queries.ts';

const REASONS = ['refused', 'no-answer', 'unreachable', 'inside', 'not-allowed'] as const;

/** One event: what it was, what came of it, and once more if somebody wants. */
const EventRow = ({
  webhook: { id, depot },
  sent,
  onDone,
}: {
  readonly webhook: Webhook;
  readonly sent: SentEvent;
  readonly onDone: (said: string | null) => void;
}) => {
  const { t } = useTranslation();
  const moment = useMoment();
  const { event, type, delivery, at, state, attempts, nextAt, endedAt, status } = sent;
  const reason = REASONS.find((known) => known === sent.reason);
  const again = useAct(
    () =>
      answerOf(
        central.POST('/v1/webhooks/{webhook}/replay', {
          params: { path: { webhook: id } },
          body: { events: [event] },
        }),
      ),
    {
      changed: [webhooksKey(depot), eventsKey(id)],
      onDone: ({ replayed }) => onDone(t('settings.webhooks.replayed', { count: replayed })),
    },
  );
  const then = endedAt ?? nextAt;
  return (
    <SettingRow
      title={
        <bdi dir="ltr">
          {type} · {event}
        </bdi>
      }
      facts={
        <>
          <p>
            {moment(at)} · {t(`settings.webhooks.state.${state}`)}
            {then !== null && ` · ${t(`settings.webhooks.at.${state}`, { moment: moment(then) })}`}
            {attempts > 0 && ` · ${t('settings.webhooks.attempts', { number: attempts })}`}
          </p>
          {state !== 'sent' && reason !== undefined && (
            <p>
              {t('settings.webhooks.lastAnswer', {
                why: t(`settings.webhooks.reason.${reason}`),
                status: status ?? '',
              })}
            </p>
          )}
          {again.fault !== null && <Fault>{again.fault}</Fault>}
        </>
      }
    >
      {delivery !== null && (
        <Link className="quiet-button" to="/stops/$delivery" params={{ delivery }}>
          {t('settings.webhooks.stop')}
          <span className="hidden-text">
            {type} {event}
          </span>
        </Link>
      )}
      {state !== 'waiting' && (
        <button
          ref={keepKeys}
          className="quiet-button"
          type="button"
          onClick={() => {
            onDone(null);
            again.run();
          }}
        >
          {t('settings.webhooks.replay')}
          <span className="hidden-text">
            {type} {event}
          </span>
        </button>
      )}
    </SettingRow>
  );
};

const Events = ({ webhook }: { readonly webhook: Webhook }) => {
  const { t } = useTranslation();
  const navigate = useNavigate();
  const { state } = useSearch({ from: '/signed-in/settings/webhooks/$webhook' });
  const [done, setDone] = useState<string | null>(null);
  const asked = useInfiniteQuery(eventsQuery(webhook, state));
  const { data, hasNextPage, isFetchingNextPage, fetchNextPage } = asked;
  const events = data?.pages.flatMap((page) => page.events) ?? [];
  return (
    <SettingsPage
      title={t('settings.section.webhooks')}
      sentence={t('settings.webhooks.eventsOf', { url: webhook.url })}
      done={done}
    >
      <div className="setting-tools">
        <label className="field">
          {t('settings.webhooks.which')}
          <select
            value={state ?? ''}
            onChange={({ target }) =>
              void navigate({
                to: '.',
                search: (before) => ({
                  ...before,
                  state: eventsSearch({ state: target.value }).state,
                }),
                replace: true,
              })
            }
          >
            <option value="">{t('settings.webhooks.all')}</option>
            {STATES.map((one) => (
              <option key={one} value={one}>
                {t(`settings.webhooks.state.${one}`)}
              </option>
            ))}
          </select>
        </label>
        <Link className="quiet-button" to="/settings/webhooks">
          {t('settings.webhooks.back')}
        </Link>
      </div>
      <NotLoaded asked={[asked]} />
      {asked.isPending && <Loading />}
      <ul className="setting-rows">
        {events.map((sent) => (
          <EventRow key={sent.event} webhook={webhook} sent={sent} onDone={setDone} />
        ))}
      </ul>
      {data !== undefined && events.length === 0 && (
        <p role="status">{t('settings.webhooks.noEvents')}</p>
      )}
      {hasNextPage && (
        <div className="acts">
          <button
            className="quiet-button"
            type="button"
            aria-disabled={isFetchingNextPage}
            onClick={() => !isFetchingNextPage && void fetchNextPage()}
          >
            {t('settings.audit.more')}
          </button>
        </div>
      )}
    </SettingsPage>
  );
};

const OfWebhook = ({ depot }: { readonly depot: Depot }) => {
  const { t } = useTranslation();
  const { webhook: id } = useParams({ from: '/signed-in/settings/webhooks/$webhook' });
  const { data: webhooks } = useSuspenseQuery(webhooksQuery(depot.id));
  const webhook = webhooks.find((one) => one.id === id);
  if (webhook !== undefined) return <Events webhook={webhook} />;
  return (
    <SettingsPage
      title={t('settings.section.webhooks')}
      sentence={t('settings.webhooks.gone', { name: depot.name })}
    >
      <div className="acts">
        <Link className="quiet-button" to="/settings/webhooks">
          {t('settings.webhooks.back')}
        </Link>
      </div>
    </SettingsPage>
  );
};

/** What was sent to one address, what waits for it, and what it never took. */
export const WebhookEventsPage = () => <OfDepot>{(depot) => <OfWebhook depot={depot} />}</OfDepot>;
