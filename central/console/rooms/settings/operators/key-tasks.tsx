import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { answerOf } from '../../../../client/client.ts';
import { central } from '../../../api/client.ts';
import { Field } from '../../../components/field.tsx';
import { FormDialog, textOf } from '../../../components/form-dialog.tsx';
import { SecretDialog } from '../secret-dialog.tsx';
import { useAct } from '../use-act.ts';
import { GrantsField } from './grants-field.tsx';
import { type Grant, given, type Operator, operatorsQuery } from './operator-queries.ts';

type Task = { readonly onClose: () => void };
type Made = { readonly name: string; readonly token: string };

const changed = [operatorsQuery.queryKey];
const LONGEST_DAYS = 3_650;

const Key = ({ made: { name, token }, onClose }: Task & { readonly made: Made }) => {
  const { t } = useTranslation();
  return (
    <SecretDialog
      title={t('settings.keys.shownTitle', { name })}
      what={t('settings.keys.shownWhat')}
      label={t('settings.keys.key')}
      secret={token}
      onClose={onClose}
    />
  );
};

const Days = () => {
  const { t } = useTranslation();
  return (
    <Field
      label={t('settings.keys.days')}
      hint={t('settings.keys.daysHint')}
      name="days"
      type="number"
      min={1}
      max={LONGEST_DAYS}
      defaultValue={90}
      required
    />
  );
};

/** Lets a program in: a name, what it may do, for how long; the key is shown once then. */
export const AddKey = ({ first, onClose }: Task & { readonly first: Grant }) => {
  const { t } = useTranslation();
  const [grants, setGrants] = useState<readonly Grant[]>([first]);
  const [made, setMade] = useState<Made | null>(null);
  const add = useAct(
    async ({ name, days }: { readonly name: string; readonly days: number }) => {
      const body = { name, kind: 'integration', grants: given(grants), days } as const;
      const { token = '' } = await answerOf(central.POST('/v1/operators', { body }));
      return { name, token };
    },
    { changed, onDone: setMade, faults: { 'name-taken': t('settings.people.nameTaken') } },
  );
  if (made !== null) return <Key made={made} onClose={onClose} />;
  return (
    <FormDialog
      title={t('settings.keys.add')}
      act={t('settings.keys.make')}
      leave={t('settings.act.cancel')}
      isBusy={add.isBusy}
      isKept={add.isMaking}
      fault={add.fault}
      onSend={(form) => add.run({ name: textOf(form, 'name'), days: Number(form.get('days')) })}
      onClose={onClose}
    >
      <Field
        label={t('settings.keys.name')}
        hint={t('settings.keys.nameHint')}
        name="name"
        maxLength={80}
        autoComplete="off"
        autoFocus
        required
      />
      <GrantsField of="integration" initial={grants} onChange={setGrants} />
      <Days />
    </FormDialog>
  );
};

/** Another key in the place of those before, which go on for a day, or end at once. */
export const RollKey = ({
  operator: { id, name },
  onClose,
}: Task & { readonly operator: Operator }) => {
  const { t } = useTranslation();
  const [made, setMade] = useState<Made | null>(null);
  const roll = useAct(
    async (body: { readonly days: number; readonly endOthers: boolean }) => {
      const params = { path: { operator: id } };
      const { token } = await answerOf(
        central.POST('/v1/operators/{operator}/key', { params, body }),
      );
      return { name, token };
    },
    { changed, onDone: setMade },
  );
  if (made !== null) return <Key made={made} onClose={onClose} />;
  return (
    <FormDialog
      title={t('settings.keys.rollTitle', { name })}
      act={t('settings.keys.make')}
      leave={t('settings.act.cancel')}
      isBusy={roll.isBusy}
      isKept={roll.isMaking}
      fault={roll.fault}
      onSend={(form) =>
        roll.run({ days: Number(form.get('days')), endOthers: form.get('others') === 'end' })
      }
      onClose={onClose}
    >
      <fieldset className="setting-choice">
        <legend>{t('settings.keys.others')}</legend>
        <label>
          <input type="radio" name="others" value="overlap" defaultChecked />
          {t('settings.keys.overlap')}
        </label>
        <label>
          <input type="radio" name="others" value="end" />
          {t('settings.keys.endOthers')}
        </label>
      </fieldset>
      <Days />
    </FormDialog>
  );
};
