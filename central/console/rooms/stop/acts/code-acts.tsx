import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { answerOf, type Schemas } from '../../../../client/client.ts';
import { central } from '../../../api/client.ts';
import type { Stop } from '../../../api/dispatch.ts';
import { useSeenAct } from '../../../api/seen-act.ts';
import { FormDialog } from '../../../components/form-dialog.tsx';
import { isUnsent } from './offered.ts';
import { StopFault } from './stop-fault.tsx';

export type Outcome = Schemas['DeliveryOutcome'];
export type OnStop = {
  readonly stop: Stop;
  readonly onDone: (outcome: Pick<Outcome, 'message'>) => void;
  readonly onClose: () => void;
};

const PATHS = {
  resend: '/v1/deliveries/{delivery}/resend',
  reissue: '/v1/deliveries/{delivery}/reissue',
} as const;

/** Sends the code again, or makes it void and another one. */
export const CodeAct = ({
  kind,
  stop,
  onDone,
  onClose,
}: OnStop & { readonly kind: keyof typeof PATHS }) => {
  const { t: s } = useTranslation('stop');
  const act = useSeenAct<Stop, null, Outcome>(
    stop,
    (header) =>
      answerOf(
        central.POST(PATHS[kind], {
          params: { path: { delivery: stop.id }, header },
          body: {},
        }),
      ),
    onDone,
  );
  // The words stay while it is being done, though it is sent by then.
  const [words] = useState(kind === 'resend' && isUnsent(stop) ? ('sendNow' as const) : kind);
  return (
    <FormDialog
      title={s(`${words}.title`)}
      act={s(`${words}.act`)}
      leave={s('keep')}
      isReady={!act.isStale}
      isBusy={act.isPending}
      fault={<StopFault stop={stop} act={act} />}
      onSend={() => act.mutate(null)}
      onClose={onClose}
    >
      <p>{s(`${words}.what`)}</p>
    </FormDialog>
  );
};
