import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { answerOf } from '../../../../client/client.ts';
import { central } from '../../../api/client.ts';
import { FormDialog } from '../../../components/form-dialog.tsx';
import { Choice } from './choice.tsx';
import { type OnStops, StopsFault, useStopsAct, type Versioned } from './seen-stops.tsx';

const REASONS = ['cancelled', 'address-wrong', 'merged'] as const;
type Reason = (typeof REASONS)[number];
type Body = { deliveries: Versioned[]; reason: Reason };

/** Cancels deliveries. */
export const Cancel = (on: OnStops) => {
  const { depot, onClose } = on;
  const { t: s } = useTranslation('stop');
  const act = useStopsAct<Body>(on, (header, body) =>
    answerOf(
      central.POST('/v1/depots/{depot}/deliveries/cancel', {
        params: { path: { depot }, header },
        body,
      }),
    ),
  );
  const [reason, setReason] = useState<Reason>('cancelled');
  return (
    <FormDialog
      title={s('cancel.title', { count: act.seen.length })}
      act={s('cancel.act')}
      leave={s('keep')}
      isDanger
      isReady={act.changes.length === 0}
      isBusy={act.isPending}
      fault={<StopsFault act={act} />}
      onSend={() => act.mutate({ deliveries: act.deliveries, reason })}
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
