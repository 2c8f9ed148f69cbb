import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { answerOf } from '../../../../client/client.ts';
import { central } from '../../../api/client.ts';
import type { Stop } from '../../../api/dispatch.ts';
import { useSeenAct } from '../../../api/seen-act.ts';
import { Field } from '../../../components/field.tsx';
import { FormDialog, textOf } from '../../../components/form-dialog.tsx';
import { useLocale } from '../../../frame/use-locale.ts';
import { clockOf } from '../../../words/clock.ts';
import type { OnStop, Outcome } from './code-acts.tsx';
import { StopFault } from './stop-fault.tsx';

const TIMES = ['arrival', 'notBefore', 'notAfter'] as const;
type Change = {
  arrival?: string;
  notBefore?: string;
  notAfter?: string;
  customer?: string;
  address?: string[];
  phone?: string;
};

const linesOf = (text: string): string[] =>
  text
    .split('\n')
    .map((line) => line.trim())
    .filter((line) => line !== '');

/** What of a form is another than the stop: only that is asked for. */
const changeOf = (form: FormData, stop: Stop, zone: string): Change => {
  const of = (name: string): string => textOf(form, name);
  const change: Change = {};
  for (const name of TIMES) if (of(name) !== clockOf(stop[name], zone)) change[name] = of(name);
  if (of('customer') !== stop.customer) change.customer = of('customer');
  const address = linesOf(of('address'));
  if (address.join('\n') !== stop.address.join('\n')) change.address = address;
  if (of('phone') !== '') change.phone = of('phone');
  return change;
};

/** Changes when somebody comes, to whom, and where messages go. */
export const Change = ({ stop, onDone, onClose }: OnStop) => {
  const { t: s } = useTranslation('stop');
  const { zone } = useLocale();
  // What somebody has typed stays, and what they did not touch is not theirs to change.
  const [begun] = useState(stop);
  const act = useSeenAct<Stop, Change, Outcome>(
    stop,
    (header, body) =>
      answerOf(
        central.PATCH('/v1/deliveries/{delivery}', {
          params: { path: { delivery: stop.id }, header },
          body,
        }),
      ),
    onDone,
  );
  return (
    <FormDialog
      title={s('change.title')}
      act={s('change.act')}
      leave={s('keep')}
      isReady={!act.isStale}
      isBusy={act.isPending}
      fault={<StopFault stop={stop} act={act} />}
      onSend={(form) => {
        const change = changeOf(form, begun, zone);
        // Nothing is changed: there is nothing to do.
        if (Object.keys(change).length === 0) onClose();
        else act.mutate(change);
      }}
      onClose={onClose}
    >
      <p>{s('change.what')}</p>
      <div className="times">
        {TIMES.map((name) => (
          <Field
            key={name}
            label={s(`change.${name}`)}
            name={name}
            inputMode="numeric"
            pattern="([01]?[0-9]|2[0-3]):[0-5][0-9]"
            required
            defaultValue={clockOf(begun[name], zone)}
          />
        ))}
      </div>
      <Field
        label={s('change.customer')}
        name="customer"
        required
        maxLength={200}
        defaultValue={begun.customer}
      />
      <label className="field">
        {s('change.address')}
        <textarea name="address" rows={3} required defaultValue={begun.address.join('\n')} />
      </label>
      <Field
        label={s('change.phone')}
        hint={s('change.phoneHint')}
        name="phone"
        type="tel"
        maxLength={60}
      />
    </FormDialog>
  );
};
