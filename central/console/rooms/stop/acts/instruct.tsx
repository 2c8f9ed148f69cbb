import { useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { answerOf, type Schemas } from '../../../../client/client.ts';
import { useAct } from '../../../api/acts.ts';
import { central } from '../../../api/client.ts';
import { instructionsQuery } from '../../../api/dispatch.ts';
import { Field } from '../../../components/field.tsx';
import { ActDialog } from './act-dialog.tsx';
import { Changed, useSeen } from './changed.tsx';
import type { OnStop, Outcome } from './code-acts.tsx';
import { Refusal } from './refusal.tsx';

type Facts = Schemas['Instructions'];
const CHECKS = [
  ['needsSignature', 'signature'],
  ['needsEveryScan', 'everyScan'],
  ['mayCall', 'mayCall'],
] as const;

const Form = ({ stop, facts, onDone, onClose }: OnStop & { readonly facts: Facts }) => {
  const { t: s } = useTranslation('stop');
  const { seen, isChanged, look } = useSeen(stop);
  const act = useAct<Facts, Outcome>(
    seen.version,
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
    <ActDialog
      title={s('instruct.title')}
      what={s('instruct.what')}
      act={s('change.act')}
      isReady={!isChanged}
      isRunning={act.isPending}
      fault={
        isChanged ? (
          <Changed stop={stop} onLook={look} />
        ) : (
          act.isError && <Refusal error={act.error} stale={s('changed.title')} />
        )
      }
      onAct={(form) => {
        const note = String(form.get('note') ?? '').trim();
        const checked = Object.fromEntries(CHECKS.map(([name]) => [name, form.has(name)]));
        act.mutate({ ...facts, ...checked, note: note === '' ? null : note });
      }}
      onClose={onClose}
    >
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
    </ActDialog>
  );
};

/** What the driver is told of a stop before the code. What is not shown here stays as it is. */
export const Instruct = (on: OnStop) => {
  const { data: facts, error } = useQuery(instructionsQuery(on.stop.id));
  if (error !== null) throw error;
  return facts === undefined ? null : <Form {...on} facts={facts} />;
};
