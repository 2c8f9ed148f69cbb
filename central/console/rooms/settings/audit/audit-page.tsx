import { useInfiniteQuery } from '@tanstack/react-query';
import { useNavigate, useSearch } from '@tanstack/react-router';
import type { FormEvent } from 'react';
import { useTranslation } from 'react-i18next';
import { answerOf, type Schemas } from '../../../../client/client.ts';
import { central } from '../../../api/client.ts';
import { Field } from '../../../components/field.tsx';
import { Loading } from '../../../frame/failures.tsx';
import { useMoment } from '../../../frame/use-moment.ts';
import { SettingRow } from '../setting-part.tsx';
import { SettingsPage } from '../settings-page.tsx';
import { ACTS, actWords } from './act-words.ts';

type Act = Schemas['Act'];

const PAGE = 50;

const useAudit = (act: string | undefined, of: string | undefined) =>
  useInfiniteQuery({
    queryKey: ['audit', act ?? null, of ?? null],
    queryFn: ({ pageParam }) => {
      const query = {
        limit: PAGE,
        ...(act === undefined ? {} : { act }),
        ...(of === undefined ? {} : { of }),
        ...(pageParam === null ? {} : { cursor: pageParam }),
      };
      return answerOf(central.GET('/v1/audit', { params: { query } }));
    },
    initialPageParam: null as string | null,
    getNextPageParam: ({ next }) => next,
  });

/** Each id with what it is called; what has no name stays as it is. */
const factsOf = ({ subject, names }: Act): readonly string[] =>
  Object.entries(subject)
    .filter(([member]) => member !== 'session')
    .map(([member, value]) => {
      const said = String(value)
        .split(' ')
        .map((one) => names[one] ?? one);
      return `${member}: ${said.join(' ')}`;
    });

/** One act of the audit, as people read it; its number is that of the export and the command line. */
const ActRow = ({ act }: { readonly act: Act }) => {
  const { t } = useTranslation();
  const moment = useMoment();
  return (
    <SettingRow
      title={
        <>
          <bdi>{act.actor === 'central' ? t('settings.audit.itself') : act.actor}</bdi>
          {' · '}
          {actWords(act.act, t)}
        </>
      }
      facts={
        <>
          <p>
            {moment(act.at)} · {act.act} · {act.id}
          </p>
          <p dir="ltr" className="setting-facts-line">
            <bdi>{factsOf(act).join(' · ')}</bdi>
          </p>
        </>
      }
    />
  );
};

/** What everybody did, the newest first: read, searched, and taken out as a signed file. */
export const AuditPage = () => {
  const { t } = useTranslation();
  const navigate = useNavigate();
  const { act, of } = useSearch({ from: '/signed-in/settings/audit' });
  const audit = useAudit(act, of);
  const acts = audit.data?.pages.flatMap((page) => page.acts) ?? [];
  if (audit.error !== null) throw audit.error;
  const look = (asked: { readonly act?: string | undefined; readonly of?: string | undefined }) =>
    void navigate({
      to: '/settings/audit',
      search: (before) => ({ ...before, act, of, ...asked }),
      replace: true,
    });
  const send = (event: FormEvent<HTMLFormElement>): void => {
    event.preventDefault();
    const text = String(new FormData(event.currentTarget).get('of')).trim();
    look({ of: text === '' ? undefined : text });
  };
  return (
    <SettingsPage title={t('settings.section.audit')} sentence={t('settings.audit.sentence')}>
      <p>{t('settings.audit.what')}</p>
      <div className="setting-tools">
        <label className="field">
          {t('settings.audit.kind')}
          <select
            value={act ?? ''}
            onChange={({ target }) => look({ act: target.value === '' ? undefined : target.value })}
          >
            <option value="">{t('settings.audit.all')}</option>
            {ACTS.map((one) => (
              <option key={one} value={one}>
                {actWords(one, t)}
              </option>
            ))}
          </select>
        </label>
        <form className="setting-search" onSubmit={send}>
          <Field
            label={t('settings.audit.of')}
            hint={t('settings.audit.ofHint')}
            name="of"
            type="search"
            key={of ?? ''}
            defaultValue={of ?? ''}
            maxLength={200}
          />
          <button className="quiet-button" type="submit">
            {t('settings.audit.look')}
          </button>
        </form>
        <a className="quiet-button" href="/v1/audit/export" download="kerbside-audit.json">
          {t('settings.audit.export')}
        </a>
      </div>
      {audit.data === undefined ? (
        <Loading />
      ) : (
        <ul className="setting-rows">
          {acts.map((one) => (
            <ActRow key={one.id} act={one} />
          ))}
        </ul>
      )}
      {audit.data !== undefined && acts.length === 0 && (
        <p role="status">{t('settings.audit.none')}</p>
      )}
      {audit.hasNextPage && (
        <div className="acts">
          <button
            className="quiet-button"
            type="button"
            aria-disabled={audit.isFetchingNextPage}
            onClick={() => !audit.isFetchingNextPage && void audit.fetchNextPage()}
          >
            {t('settings.audit.more')}
          </button>
        </div>
      )}
    </SettingsPage>
  );
};
