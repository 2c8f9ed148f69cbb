import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { asSentence, dayWords } from '../../../../../renderer/i18n/moment.ts';
import { dayOf } from '../../../../../shared/protocol/time/zoned-day.ts';
import { answerOf } from '../../../../client/client.ts';
import { central } from '../../../api/client.ts';
import type { Stop } from '../../../api/dispatch.ts';
import { useSeenAct } from '../../../api/seen-act.ts';
import { useServerTime } from '../../../api/server-time.ts';
import { Field } from '../../../components/field.tsx';
import { FormDialog, textOf } from '../../../components/form-dialog.tsx';
import { useLocale } from '../../../frame/use-locale.ts';
import { clockOf } from '../../../words/clock.ts';
import { type Change as Asked, changeOf, TIMES } from './change-of.ts';
import type { OnStop, Outcome } from './code-acts.tsx';
import { StopFault } from './stop-fault.tsx';

/** Changes when somebody comes, to whom, and where messages go. */
export const Change = ({ stop, onDone, onClose }: OnStop) => {
  const { t } = useTranslation();
  const { t: s } = useTranslation('stop');
  const now = useServerTime();
  const locale = useLocale();
  const { zone } = locale;
  // What somebody has typed stays, and what they did not touch is not theirs to change.
  const [begun] = useState(stop);
  const act = useSeenAct<Stop, Asked, Outcome>(
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
  /** A code may be good beyond midnight: a time keeps its own day, which is said. */
  const dayHint = (at: number): { readonly hint?: string } =>
    dayOf(at, zone) === dayOf(begun.arrival, zone)
      ? {}
      : { hint: asSentence(dayWords(dayOf(at, zone), now, t, locale), locale.language) };
  return (
    <FormDialog
      title={s('change.title')}
      act={s('change.act')}
      leave={s('keep')}
      isReady={!act.isStale}
      isBusy={act.isPending}
      fault={<StopFault stop={stop} act={act} />}
      onSend={(form) => {
        const change = changeOf((name) => textOf(form, name), begun, zone);
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
            {...dayHint(begun[name])}
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
