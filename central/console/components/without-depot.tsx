import { useQueryClient } from '@tanstack/react-query';
import type { FormEvent } from 'react';
import { useTranslation } from 'react-i18next';
import { answerOf } from '../../client/client.ts';
import { central, codeOf } from '../api/client.ts';
import { depotsQuery } from '../api/queries.ts';
import { useMutationOnce } from '../api/use-mutation-once.ts';
import { useMay } from '../frame/use-may.ts';
import { Fault } from './fault.tsx';
import { Field } from './field.tsx';
import { Notice } from './notice.tsx';

const textOf = (form: FormData, name: string): string => String(form.get(name) ?? '').trim();
const zones = Intl.supportedValuesOf('timeZone');
const ownZone = new Intl.DateTimeFormat().resolvedOptions().timeZone;

const FirstDepot = () => {
  const { t } = useTranslation();
  const queries = useQueryClient();
  const make = useMutationOnce({
    mutationFn: (body: { name: string; sender: string; timeZone: string }) =>
      answerOf(central.POST('/v1/depots', { body })),
    onSuccess: () => queries.invalidateQueries({ queryKey: depotsQuery.queryKey }),
  });
  const send = (event: FormEvent<HTMLFormElement>): void => {
    event.preventDefault();
    if (make.isPending) return;
    const form = new FormData(event.currentTarget);
    make.mutate({
      name: textOf(form, 'name'),
      sender: textOf(form, 'sender'),
      timeZone: textOf(form, 'zone'),
    });
  };
  return (
    <Notice title={t('newDepot.title')}>
      <p>{t('newDepot.what')}</p>
      <form className="first-depot" onSubmit={send}>
        {make.isError && (
          <Fault>
            {codeOf(make.error) === 'name-taken' ? t('newDepot.taken') : t('signIn.failed')}
          </Fault>
        )}
        <Field label={t('newDepot.name')} name="name" maxLength={80} autoComplete="off" required />
        <Field
          label={t('newDepot.sender')}
          name="sender"
          maxLength={11}
          autoComplete="organization"
          required
        />
        <label className="field">
          {t('newDepot.zone')}
          <select name="zone" defaultValue={zones.includes(ownZone) ? ownZone : 'UTC'}>
            {zones.includes('UTC') ? null : <option>UTC</option>}
            {zones.map((zone) => (
              <option key={zone}>{zone}</option>
            ))}
          </select>
        </label>
        <button className="button" type="submit" aria-disabled={make.isPending}>
          {t('newDepot.make')}
        </button>
      </form>
    </Notice>
  );
};

/** For whoever sees no depot: the first is made here, by whoever may. */
export const WithoutDepot = () => {
  const { t } = useTranslation();
  const mayMake = useMay('settings', null);
  if (mayMake) return <FirstDepot />;
  return (
    <Notice title={t('noDepot.title')}>
      <p>{t('noDepot.what')}</p>
      <p>{t('noDepot.next')}</p>
    </Notice>
  );
};
