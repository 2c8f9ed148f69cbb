import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { answerOf } from '../../../../client/client.ts';
import { central } from '../../../api/client.ts';
import type { Stop } from '../../../api/dispatch.ts';
import { useVersionedAct } from '../../../api/versioned-act.ts';
import { FormDialog } from '../../../components/form-dialog.tsx';
import { Choice } from './choice.tsx';
import type { Outcome } from './code-acts.tsx';
import { Refusal } from './refusal.tsx';

const REASONS = ['cancelled', 'address-wrong', 'merged'] as const;
type Reason = (typeof REASONS)[number];

/** Something that is done with several stops of one depot: all of them, or none. */
export type OnStops = {
  readonly depot: string;
  readonly stops: readonly Stop[];
  readonly onDone: (outcomes: readonly Outcome[]) => void;
  readonly onClose: () => void;
};

/** Cancels deliveries. */
export const Cancel = ({ depot, stops, onDone, onClose }: OnStops) => {
  const { t: s } = useTranslation('stop');
  const [reason, setReason] = useState<Reason>('cancelled');
  const act = useVersionedAct<Reason, { readonly deliveries: readonly Outcome[] }>(
    0,
    (header, body) =>
      answerOf(
        central.POST('/v1/depots/{depot}/deliveries/cancel', {
          params: { path: { depot }, header },
          body: { deliveries: stops.map(({ id, version }) => ({ id, version })), reason: body },
        }),
      ),
    ({ deliveries }) => onDone(deliveries),
  );
  return (
    <FormDialog
      title={s('cancel.title', { count: stops.length })}
      act={s('cancel.act')}
      leave={s('keep')}
      isDanger
      isBusy={act.isPending}
      fault={act.isError && <Refusal error={act.error} stale={s('changed.many')} />}
      onSend={() => act.mutate(reason)}
      onClose={onClose}
    >
      <p>{s('cancel.what')}</p>
      <Choice
        name="reason"
        label={s('cancel.reason')}
        options={REASONS.map((value) => ({ value, words: s(`cancel.${value}`) }))}
        chosen={reason}
        onChoose={setReason}
      />
    </FormDialog>
  );
};
