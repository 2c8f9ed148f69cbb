import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { answerOf } from '../../../../client/client.ts';
import { central } from '../../../api/client.ts';
import { depotsQuery } from '../../../api/queries.ts';
import { Field } from '../../../components/field.tsx';
import { FormDialog, textOf } from '../../../components/form-dialog.tsx';
import { type Depot, useDepots } from '../../../frame/use-depot.ts';
import { useMay } from '../../../frame/use-may.ts';
import { SettingRow } from '../setting-part.tsx';
import { SettingsPage } from '../settings-page.tsx';
import { useAct } from '../use-act.ts';
import { ZoneField } from './zone-field.tsx';

const MINUTE = 60_000;
const WEEK_MINUTES = 7 * 24 * 60;

type Given = {
  readonly name: string;
  readonly sender: string;
  readonly timeZone: string;
  readonly dispatcherPhone: string | null;
  readonly leadMinutes: number;
};

const readForm = (form: FormData): Given => {
  return {
    name: textOf(form, 'name'),
    sender: textOf(form, 'sender'),
    timeZone: textOf(form, 'zone'),
    // As it is written: with blanks, brackets and hyphens.
    dispatcherPhone: textOf(form, 'phone').replace(/[\s()/-]/g, '') || null,
    leadMinutes: Number(textOf(form, 'lead')),
  };
};

/** What a depot is called and says of itself; null: a new one. */
const DepotForm = ({
  depot,
  onDone,
  onClose,
}: {
  readonly depot: Depot | null;
  readonly onDone: () => void;
  readonly onClose: () => void;
}) => {
  const { t } = useTranslation();
  const save = useAct(
    async ({ dispatcherPhone, ...given }: Given) => {
      if (depot !== null) {
        const params = { path: { depot: depot.id } };
        const body = { ...given, dispatcherPhone };
        return answerOf(central.PATCH('/v1/depots/{depot}', { params, body }));
      }
      const body = { ...given, ...(dispatcherPhone === null ? {} : { dispatcherPhone }) };
      return answerOf(central.POST('/v1/depots', { body }));
    },
    {
      changed: [depotsQuery.queryKey],
      onDone,
      faults: { 'name-taken': t('newDepot.taken'), 'bad-request': t('settings.depots.badPhone') },
    },
  );
  const title =
    depot === null ? t('settings.depots.add') : t('settings.depots.change', { name: depot.name });
  return (
    <FormDialog
      title={title}
      act={t('settings.act.save')}
      leave={t('settings.act.cancel')}
      isBusy={save.isBusy}
      fault={save.fault}
      onSend={(form) => save.run(readForm(form))}
      onClose={onClose}
    >
      <Field
        label={t('newDepot.name')}
        name="name"
        defaultValue={depot?.name ?? ''}
        maxLength={80}
        autoComplete="off"
        autoFocus
        required
      />
      <Field
        label={t('newDepot.sender')}
        hint={t('settings.depots.senderHint')}
        name="sender"
        defaultValue={depot?.sender ?? ''}
        maxLength={40}
        autoComplete="off"
        required
      />
      <ZoneField initial={depot?.timeZone ?? null} />
      {depot !== null && <p className="hint">{t('settings.depots.zoneHint')}</p>}
      <Field
        label={t('settings.depots.phone')}
        hint={t('settings.depots.phoneHint')}
        name="phone"
        type="tel"
        dir="ltr"
        defaultValue={depot?.dispatcherPhone ?? ''}
        maxLength={30}
        autoComplete="off"
      />
      <Field
        label={t('settings.depots.lead')}
        hint={t('settings.depots.leadHint')}
        name="lead"
        type="number"
        min={0}
        max={WEEK_MINUTES}
        defaultValue={depot === null ? 120 : depot.leadMs / MINUTE}
        required
      />
    </FormDialog>
  );
};

/** One depot of the list; whoever sees it and may not change it sees no button. */
const DepotRow = ({
  depot,
  onChange,
}: {
  readonly depot: Depot;
  readonly onChange: () => void;
}) => {
  const { t } = useTranslation();
  const mayChange = useMay('settings', depot.id);
  const { name, sender, timeZone, dispatcherPhone } = depot;
  const phone = dispatcherPhone ?? t('settings.depots.noPhone');
  return (
    <SettingRow
      title={<bdi>{name}</bdi>}
      facts={t('settings.depots.facts', { sender, zone: timeZone, phone })}
    >
      {mayChange && (
        <button className="quiet-button" type="button" onClick={onChange}>
          {t('settings.act.change')}
          <span className="hidden-text">{name}</span>
        </button>
      )}
    </SettingRow>
  );
};

/** The depots: what each is called, who its messages say they are from, whose clocks it goes by. */
export const DepotsPage = () => {
  const { t } = useTranslation();
  const depots = useDepots();
  const mayMake = useMay('settings', null);
  const [task, setTask] = useState<Depot | 'add' | null>(null);
  const [done, setDone] = useState<string | null>(null);
  const close = (): void => setTask(null);
  return (
    <SettingsPage
      title={t('settings.section.depots')}
      sentence={t('settings.depots.sentence', { count: depots.length })}
      done={done}
    >
      {mayMake && (
        <div className="acts">
          <button className="button" type="button" onClick={() => setTask('add')}>
            {t('settings.depots.add')}
          </button>
        </div>
      )}
      <ul className="setting-rows">
        {depots.map((depot) => (
          <DepotRow key={depot.id} depot={depot} onChange={() => setTask(depot)} />
        ))}
      </ul>
      {task !== null && (
        <DepotForm
          depot={task === 'add' ? null : task}
          onDone={() => {
            close();
            setDone(t('settings.act.saved'));
          }}
          onClose={close}
        />
      )}
    </SettingsPage>
  );
};
