import { type FormEvent, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { answerOf, type Schemas } from '../../../../client/client.ts';
import { central } from '../../../api/client.ts';
import { depotsQuery } from '../../../api/queries.ts';
import { Fault } from '../../../components/fault.tsx';
import { Field } from '../../../components/field.tsx';
import type { Depot } from '../../../frame/use-depot.ts';
import { SettingsPage } from '../settings-page.tsx';
import { useAct } from '../use-act.ts';
import { changedOf } from './changed-of.ts';
import { OfDepot } from './of-depot.tsx';

const SECOND = 1_000;
const HOUR = 3_600 * SECOND;

const SWITCHES = ['clockBlocks', 'signOutAtDock', 'docksOnNetwork', 'customerNumbers'] as const;
const UNSCANNED = ['ask', 'refuse', 'free'] as const;
const MISSING = ['refuse', 'ask'] as const;

type Settings = Schemas['PolicySettings'];

/** The settings of a policy, in the units that people count in. */
const settingsOf = (policy: Depot['policy']): Settings => ({
  leaseHours: policy.leaseMs / HOUR,
  clockToleranceSeconds: policy.clockToleranceMs / SECOND,
  waitsSeconds: policy.waitsMs.map((ms) => ms / SECOND),
  clockBlocks: policy.clockBlocks,
  signOutAtDock: policy.signOutAtDock,
  docksOnNetwork: policy.docksOnNetwork,
  customerNumbers: policy.customerNumbers,
  unscanned: policy.unscanned,
  missingEvidence: policy.missingEvidence,
});

const readForm = (form: FormData): Settings => {
  const has = (name: string): boolean => form.get(name) === 'on';
  const one = <T extends string>(all: readonly T[], name: string): T =>
    all.find((each) => each === form.get(name)) ?? (all[0] as T);
  return {
    leaseHours: Number(form.get('lease')),
    clockToleranceSeconds: Number(form.get('tolerance')),
    waitsSeconds: String(form.get('waits'))
      .split(/[\s,;،]+/)
      .filter((each) => each !== '')
      .map(Number),
    clockBlocks: has('clockBlocks'),
    signOutAtDock: has('signOutAtDock'),
    docksOnNetwork: has('docksOnNetwork'),
    customerNumbers: has('customerNumbers'),
    unscanned: one(UNSCANNED, 'unscanned'),
    missingEvidence: one(MISSING, 'missing'),
  };
};

const PolicyForm = ({ depot }: { readonly depot: Depot }) => {
  const { t } = useTranslation();
  const { id, name, policy } = depot;
  const [done, setDone] = useState<string | null>(null);
  // What somebody is filling in is not exchanged under their hands.
  const [begun, setBegun] = useState(() => settingsOf(policy));
  const save = useAct(
    async (given: Settings) => {
      const params = { path: { depot: id } };
      const body = changedOf(begun, given);
      await answerOf(central.PATCH('/v1/depots/{depot}/policy', { params, body }));
      return given;
    },
    {
      changed: [depotsQuery.queryKey],
      onDone: (given) => {
        setBegun(given);
        setDone(t('settings.policy.saved'));
      },
      faults: { 'bad-request': t('settings.policy.bad') },
    },
  );
  const send = (event: FormEvent<HTMLFormElement>): void => {
    event.preventDefault();
    save.run(readForm(new FormData(event.currentTarget)));
  };
  return (
    <SettingsPage
      title={t('settings.section.policy')}
      sentence={t('settings.policy.sentence', { name })}
      done={done}
    >
      <form className="setting-form setting-narrow" onSubmit={send}>
        {save.fault !== null && <Fault>{save.fault}</Fault>}
        <Field
          label={t('settings.policy.lease')}
          hint={t('settings.policy.leaseHint')}
          name="lease"
          type="number"
          min={1}
          max={720}
          defaultValue={begun.leaseHours}
          required
        />
        <Field
          label={t('settings.policy.waits')}
          hint={t('settings.policy.waitsHint')}
          name="waits"
          dir="ltr"
          defaultValue={begun.waitsSeconds?.join(', ')}
          autoComplete="off"
          required
        />
        <Field
          label={t('settings.policy.tolerance')}
          hint={t('settings.policy.toleranceHint')}
          name="tolerance"
          type="number"
          min={1}
          max={3_600}
          defaultValue={begun.clockToleranceSeconds}
          required
        />
        <label className="field">
          {t('settings.policy.unscanned')}
          <select name="unscanned" defaultValue={begun.unscanned}>
            {UNSCANNED.map((one) => (
              <option key={one} value={one}>
                {t(`settings.policy.unscannedRule.${one}`)}
              </option>
            ))}
          </select>
        </label>
        <label className="field">
          {t('settings.policy.missing')}
          <select name="missing" defaultValue={begun.missingEvidence}>
            {MISSING.map((one) => (
              <option key={one} value={one}>
                {t(`settings.policy.missingRule.${one}`)}
              </option>
            ))}
          </select>
        </label>
        <fieldset className="setting-choice">
          <legend>{t('settings.policy.more')}</legend>
          {SWITCHES.map((one) => (
            <label key={one}>
              <input type="checkbox" name={one} defaultChecked={begun[one] ?? false} />
              {t(`settings.policy.${one}`)}
            </label>
          ))}
        </fieldset>
        <div className="acts">
          <button className="button" type="submit" aria-disabled={save.isBusy}>
            {t('settings.act.save')}
          </button>
        </div>
      </form>
    </SettingsPage>
  );
};

/** What the terminals of the depot that is looked at go by. */
export const PolicyPage = () => <OfDepot>{(depot) => <PolicyForm depot={depot} />}</OfDepot>;
