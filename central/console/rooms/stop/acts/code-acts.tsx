import { useTranslation } from 'react-i18next';
import { answerOf, type Schemas } from '../../../../client/client.ts';
import { useAct } from '../../../api/acts.ts';
import { central } from '../../../api/client.ts';
import type { Stop } from '../../../api/dispatch.ts';
import { ActDialog } from './act-dialog.tsx';
import { Changed, useSeen } from './changed.tsx';
import { Refusal } from './refusal.tsx';

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
  const { seen, isChanged, look } = useSeen(stop);
  const act = useAct<null, Outcome>(
    seen.version,
    (header) =>
      answerOf(
        central.POST(PATHS[kind], {
          params: { path: { delivery: stop.id }, header },
          body: {},
        }),
      ),
    onDone,
  );
  return (
    <ActDialog
      title={s(`${kind}.title`)}
      what={s(`${kind}.what`)}
      act={s(`${kind}.act`)}
      isReady={!isChanged}
      isRunning={act.isPending}
      fault={
        isChanged ? (
          <Changed stop={stop} onLook={look} />
        ) : (
          act.isError && <Refusal error={act.error} stale={s('changed.title')} />
        )
      }
      onAct={() => act.mutate(null)}
      onClose={onClose}
    />
  );
};
