import { Link } from '@tanstack/react-router';
import { useState } from 'react';
import { Button } from 'react-aria-components/Button';
import { useTranslation } from 'react-i18next';
import { answerOf, type Schemas } from '../../../../client/client.ts';
import { central } from '../../../api/client.ts';
import type { Stop } from '../../../api/dispatch.ts';
import { useSeenAct } from '../../../api/seen-act.ts';
import { TaskDialog } from '../../../components/dialog.tsx';
import { FormDialog } from '../../../components/form-dialog.tsx';
import { StopFault } from './stop-fault.tsx';

type Outcome = Schemas['SplitOutcome'];

/** Gives some parcels of a delivery to a second one, for the same customer. */
export const Split = ({ stop, onClose }: { readonly stop: Stop; readonly onClose: () => void }) => {
  const { t: s } = useTranslation('stop');
  const [chosen, setChosen] = useState<ReadonlySet<string>>(new Set());
  const [second, setSecond] = useState<string | null>(null);
  const act = useSeenAct<Stop, { parcels: string[] }, Outcome>(
    stop,
    (header, body) =>
      answerOf(
        central.POST('/v1/deliveries/{delivery}/split', {
          params: { path: { delivery: stop.id }, header },
          body,
        }),
      ),
    (outcome) => setSecond(outcome.second.id),
  );
  if (second !== null) {
    return (
      <TaskDialog title={s('split.done')} onClose={onClose}>
        <p role="status">{s('split.is')}</p>
        <div className="acts">
          <Link className="button" to="/stops/$delivery" params={{ delivery: second }} replace>
            {s('split.open')}
          </Link>
          <Button className="quiet-button" onPress={onClose} autoFocus>
            {s('done')}
          </Button>
        </div>
      </TaskDialog>
    );
  }
  const parcels = stop.parcels.filter((label) => chosen.has(label));
  const areSome = parcels.length > 0 && parcels.length < stop.parcels.length;
  return (
    <FormDialog
      title={s('split.title')}
      act={areSome ? s('split.act', { count: parcels.length }) : s('split.choose')}
      leave={s('keep')}
      isReady={areSome && !act.isStale}
      isBusy={act.isPending}
      fault={<StopFault stop={stop} act={act} />}
      onSend={() => act.mutate({ parcels })}
      onClose={onClose}
    >
      <p>{s('split.what')}</p>
      <fieldset className="choice">
        <legend>{s('split.which')}</legend>
        {stop.parcels.map((label) => (
          <label key={label}>
            <input
              type="checkbox"
              checked={chosen.has(label)}
              onChange={({ target }) => {
                const next = new Set(chosen);
                if (target.checked) next.add(label);
                else next.delete(label);
                setChosen(next);
              }}
            />
            <span>
              <bdi>{label}</bdi>
            </span>
          </label>
        ))}
      </fieldset>
    </FormDialog>
  );
};
