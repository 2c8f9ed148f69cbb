import { useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { Button } from 'react-aria-components/Button';
import { useTranslation } from 'react-i18next';
import { type Stop, storyQuery } from '../../../api/dispatch.ts';
import { AUDIENCES, type Audience, makePass } from '../../../api/passes.ts';
import { useMutationOnce } from '../../../api/use-mutation-once.ts';
import { TaskDialog } from '../../../components/dialog.tsx';
import { FormDialog } from '../../../components/form-dialog.tsx';
import { Qr } from '../../../components/qr.tsx';
import { Choice } from './choice.tsx';
import { Refusal } from './refusal.tsx';

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
  const [audience, setAudience] = useState<Audience>('route');
  const make = useMutationOnce({
    mutationFn: () => makePass(stop.id, audience),
    onSuccess: () => void queries.invalidateQueries({ queryKey: storyQuery(stop.id).queryKey }),
  });
  if (make.data !== undefined) {
    const name = s('pass.qr', { name: stop.customer });
    return (
      <TaskDialog title={name} isKept onClose={onClose}>
        <Qr text={make.data} label={name} />
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
      isKept={make.isPending}
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
