import { useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { answerOf, type Schemas } from '../../../../client/client.ts';
import { central } from '../../../api/client.ts';
import { instructionsQuery, type Stop } from '../../../api/dispatch.ts';
import { useSeenAct } from '../../../api/seen-act.ts';
import { Field } from '../../../components/field.tsx';
import { FormDialog, textOf } from '../../../components/form-dialog.tsx';
import type { OnStop, Outcome } from './code-acts.tsx';
import { StopFault } from './stop-fault.tsx';

type Facts = Schemas['Instructions'];
const CHECKS = [
  ['needsSignature', 'signature'],
  ['needsEveryScan', 'everyScan'],
  ['mayCall', 'mayCall'],
] as const;

const Form = ({ stop, facts, onDone, onClose }: OnStop & { readonly facts: Facts }) => {
  const { t: s } = useTranslation('stop');
  const act = useSeenAct<Stop, Facts, Outcome>(
    stop,
    (header, body) =>
      answerOf(
        central.PUT('/v1/deliveries/{delivery}/instructions', {
          params: { path: { delivery: stop.id }, header },
          body,
        }),
      ),
    onDone,
  );
  return (
    <FormDialog
      title={s('instruct.title')}
      act={s('change.act')}
      leave={s('keep')}
      isReady={!act.isStale}
      isBusy={act.isPending}
      fault={<StopFault stop={stop} act={act} />}
      onSend={(form) => {
        const note = textOf(form, 'note');
        const checked = Object.fromEntries(CHECKS.map(([name]) => [name, form.has(name)]));
        act.mutate({ ...facts, ...checked, note: note === '' ? null : note });
      }}
      onClose={onClose}
    >
      <p>{s('instruct.what')}</p>
      <Field
        label={s('instruct.note')}
        name="note"
        maxLength={200}
        defaultValue={facts.note ?? ''}
      />
      {CHECKS.map(([name, words]) => (
        <label key={name} className="check">
          <input type="checkbox" name={name} defaultChecked={facts[name] ?? false} />
          {s(`instruct.${words}`)}
        </label>
      ))}
    </FormDialog>
  );
};

/** What the driver is told of a stop before the code. What is not shown here stays as it is. */
export const Instruct = (on: OnStop) => {
  const { data: facts, error } = useQuery(instructionsQuery(on.stop.id));
  if (error !== null) throw error;
  return facts === undefined ? null : <Form {...on} facts={facts} />;
};
