import { queryOptions, useSuspenseQuery } from '@tanstack/react-query';
import { type FormEvent, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { answerOf } from '../../../../client/client.ts';
import { central } from '../../../api/client.ts';
import { Confirm } from '../../../components/confirm.tsx';
import { Fault } from '../../../components/fault.tsx';
import { Field } from '../../../components/field.tsx';
import type { Depot } from '../../../frame/use-depot.ts';
import { useMay } from '../../../frame/use-may.ts';
import { SettingsPage } from '../settings-page.tsx';
import { useAct } from '../use-act.ts';
import { changedOf } from './changed-of.ts';
import { OfDepot } from './of-depot.tsx';

const KINDS = ['customers', 'places', 'notes', 'signatures'] as const;
type Kept = Readonly<Record<(typeof KINDS)[number], number | null>>;

const retentionQuery = (depot: string) =>
  queryOptions({
    queryKey: ['retention', depot],
    queryFn: () =>
      answerOf(central.GET('/v1/depots/{depot}/retention', { params: { path: { depot } } })),
    meta: { depot, topics: ['settings'] },
  });

/** Whether something goes sooner than before: that cannot be had back. */
const isShorter = (before: Kept, after: Kept): boolean =>
  KINDS.some(
    (kind) =>
      (after[kind] ?? Number.POSITIVE_INFINITY) < (before[kind] ?? Number.POSITIVE_INFINITY),
  );

const Retention = ({ depot }: { readonly depot: Depot }) => {
  const { t } = useTranslation();
  const { data: kept } = useSuspenseQuery(retentionQuery(depot.id));
  const mayChange = useMay('erase', depot.id);
  const [asked, setAsked] = useState<Kept | null>(null);
  // What somebody is filling in is not exchanged under their hands.
  const [begun, setBegun] = useState<Kept>(kept);
  const [done, setDone] = useState<string | null>(null);
  const save = useAct(
    async (given: Kept) => {
      const params = { path: { depot: depot.id } };
      const body = changedOf(begun, given);
      await answerOf(central.PATCH('/v1/depots/{depot}/retention', { params, body }));
      return given;
    },
    {
      changed: [retentionQuery(depot.id).queryKey],
      onDone: (given) => {
        setBegun(given);
        setAsked(null);
        setDone(t('settings.act.saved'));
      },
    },
  );
  const send = (event: FormEvent<HTMLFormElement>): void => {
    event.preventDefault();
    const form = new FormData(event.currentTarget);
    const daysOf = (kind: string): number | null => Number(form.get(kind)) || null;
    const next: Kept = {
      customers: daysOf('customers'),
      places: daysOf('places'),
      notes: daysOf('notes'),
      signatures: daysOf('signatures'),
    };
    // Held against what is so now: another one may have set it meanwhile.
    if (isShorter(kept, { ...kept, ...changedOf(begun, next) })) setAsked(next);
    else save.run(next);
  };
  const isAll = KINDS.every((kind) => kept[kind] === null);
  return (
    <SettingsPage
      title={t('settings.section.retention')}
      sentence={t(isAll ? 'settings.retention.all' : 'settings.retention.some', {
        name: depot.name,
      })}
      done={done}
    >
      <p>{t('settings.retention.what')}</p>
      <form className="setting-form setting-narrow" onSubmit={send}>
        {save.fault !== null && asked === null && <Fault>{save.fault}</Fault>}
        {KINDS.map((kind) => (
          <Field
            key={kind}
            label={t(`settings.retention.${kind}`)}
            hint={t(`settings.retention.${kind}Hint`)}
            name={kind}
            type="number"
            min={1}
            max={3_650}
            placeholder={t('settings.retention.always')}
            defaultValue={begun[kind] ?? ''}
            readOnly={!mayChange}
          />
        ))}
        {mayChange && (
          <div className="acts">
            <button className="button" type="submit" aria-disabled={save.isBusy}>
              {t('settings.act.save')}
            </button>
          </div>
        )}
      </form>
      {asked !== null && (
        <Confirm
          title={t('settings.retention.shorterTitle')}
          act={t('settings.retention.shorterAct')}
          keep={t('settings.act.cancel')}
          fault={save.fault}
          isBusy={save.isBusy}
          onAct={() => save.run(asked)}
          onClose={() => setAsked(null)}
        >
          <p>{t('settings.retention.shorterWhat')}</p>
        </Confirm>
      )}
    </SettingsPage>
  );
};

/** For how long the depot that is looked at keeps what is personal. */
export const RetentionPage = () => <OfDepot>{(depot) => <Retention depot={depot} />}</OfDepot>;
