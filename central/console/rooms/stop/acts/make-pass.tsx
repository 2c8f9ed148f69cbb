import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { Button } from 'react-aria-components/Button';
import { useTranslation } from 'react-i18next';
import { answerOf } from '../../../../client/client.ts';
import { central } from '../../../api/client.ts';
import { type Stop, storyQuery } from '../../../api/dispatch.ts';
import { TaskDialog } from '../../../components/dialog.tsx';
import { FormDialog } from '../../../components/form-dialog.tsx';
import { Qr } from '../../../components/qr.tsx';
import { Choice } from './choice.tsx';
import { Refusal } from './refusal.tsx';

const AUDIENCES = ['route', 'terminal', 'depot'] as const;

/** Makes a pass for the customer, whose QR code is shown once. */
export const MakePass = ({
  stop,
  onClose,
}: {
  readonly stop: Stop;
  readonly onClose: () => void;
}) => {
  const { t: s } = useTranslation('stop');
  const queries = useQueryClient();
  const [audience, setAudience] = useState<(typeof AUDIENCES)[number]>('route');
  const make = useMutation({
    mutationFn: () =>
      answerOf(
        central.POST('/v1/deliveries/{delivery}/passes', {
          params: { path: { delivery: stop.id } },
          body: { audience },
        }),
      ),
    onSuccess: () => void queries.invalidateQueries({ queryKey: storyQuery(stop.id).queryKey }),
    gcTime: 0,
  });
  if (make.data !== undefined) {
    const name = s('pass.qr', { name: stop.customer });
    return (
      <TaskDialog title={name} isKept onClose={onClose}>
        <Qr text={make.data.text} label={name} />
        <div className="acts">
          <Button className="button" onPress={onClose} autoFocus>
            {s('done')}
          </Button>
          <Button className="quiet-button" onPress={() => window.print()}>
            {s('pass.print')}
          </Button>
        </div>
      </TaskDialog>
    );
  }
  return (
    <FormDialog
      title={s('pass.title')}
      act={s('pass.act')}
      leave={s('keep')}
      isBusy={make.isPending}
      fault={make.isError && <Refusal error={make.error} stale={s('changed.title')} />}
      onSend={() => make.mutate()}
      onClose={onClose}
    >
      <p>{s('pass.what')}</p>
      <Choice
        name="audience"
        label={s('pass.who')}
        options={AUDIENCES.map((value) => ({ value, words: s(`pass.${value}`) }))}
        chosen={audience}
        onChoose={setAudience}
      />
    </FormDialog>
  );
};
