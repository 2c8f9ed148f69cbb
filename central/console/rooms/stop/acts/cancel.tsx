import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { answerOf } from '../../../../client/client.ts';
import { central } from '../../../api/client.ts';
import { useVersionedAct } from '../../../api/versioned-act.ts';
import { FormDialog } from '../../../components/form-dialog.tsx';
import { Choice } from './choice.tsx';
import type { Outcome } from './code-acts.tsx';
import { type OnStops, StopsFault, useSeenStops } from './seen-stops.tsx';

const REASONS = ['cancelled', 'address-wrong', 'merged'] as const;
type Reason = (typeof REASONS)[number];

/** Cancels deliveries. */
export const Cancel = (on: OnStops) => {
  const { depot, onDone, onClose } = on;
  const { t: s } = useTranslation('stop');
  const { seen, changes, look } = useSeenStops(on);
  const [reason, setReason] = useState<Reason>('cancelled');
  const act = useVersionedAct<Reason, { readonly deliveries: readonly Outcome[] }>(
    0,
    (header, body) =>
      answerOf(
        central.POST('/v1/depots/{depot}/deliveries/cancel', {
          params: { path: { depot }, header },
          body: { deliveries: seen.map(({ id, version }) => ({ id, version })), reason: body },
        }),
      ),
    ({ deliveries }) => onDone(deliveries),
  );
  // What one's own act changes is nobody else's.
  const stale = act.isPending || act.isSuccess ? [] : changes;
  return (
    <FormDialog
      title={s('cancel.title', { count: seen.length })}
      act={s('cancel.act')}
      leave={s('keep')}
      isDanger
      isReady={stale.length === 0}
      isBusy={act.isPending}
      fault={<StopsFault changes={stale} onLook={look} error={act.error} />}
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
