import { useQueryClient, useSuspenseQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { Button } from 'react-aria-components/Button';
import { useTranslation } from 'react-i18next';
import { answerOf, type Schemas } from '../../../../client/client.ts';
import { central } from '../../../api/client.ts';
import { type Stop, storyQuery } from '../../../api/dispatch.ts';
import { meQuery } from '../../../api/queries.ts';
import { useMutationOnce } from '../../../api/use-mutation-once.ts';
import { TaskDialog } from '../../../components/dialog.tsx';
import { Field } from '../../../components/field.tsx';
import { FormDialog, textOf } from '../../../components/form-dialog.tsx';
import { Choice } from './choice.tsx';
import { Refusal } from './refusal.tsx';

const REASONS = ['noMessage', 'noPhone', 'locked', 'other'] as const;
type Reason = (typeof REASONS)[number];

/** The code, large. Only its own button closes it: it is not shown again. */
const Shown = ({
  shown: { code, position, route, terminalName },
  onClose,
}: {
  readonly shown: Schemas['Override'];
  readonly onClose: () => void;
}) => {
  const { t: s } = useTranslation('stop');
  return (
    <TaskDialog title={s('override.read')} isKept onClose={onClose}>
      <p>{s('override.first')}</p>
      <p className="large-code" role="status">
        <bdi dir="ltr">{code}</bdi>
      </p>
      <p>{s('override.compare', { position, route, terminal: terminalName })}</p>
      <div className="acts">
        <Button className="button" onPress={onClose} autoFocus>
          {s('done')}
        </Button>
      </div>
    </TaskDialog>
  );
};

/** Shows the dispatcher's code, once, with a reason. */
export const Override = ({
  stop,
  onClose,
}: {
  readonly stop: Stop;
  readonly onClose: () => void;
}) => {
  const { t: s } = useTranslation('stop');
  const queries = useQueryClient();
  const { name } = useSuspenseQuery(meQuery).data;
  const [reason, setReason] = useState<Reason | null>(null);
  const show = useMutationOnce({
    mutationFn: (why: string) =>
      answerOf(
        central.POST('/v1/overrides', {
          body: { reference: stop.shortId, reason: why, person: name, depot: stop.depot },
        }),
      ),
    onSuccess: () => void queries.invalidateQueries({ queryKey: storyQuery(stop.id).queryKey }),
  });
  if (show.data !== undefined) return <Shown shown={show.data} onClose={onClose} />;
  return (
    <FormDialog
      title={s('override.title')}
      act={s('override.act')}
      leave={s('keep')}
      isReady={reason !== null}
      isBusy={show.isPending}
      isKept={show.isPending}
      fault={show.isError && <Refusal error={show.error} stale={s('changed.title')} />}
      onSend={(form) => {
        const own = textOf(form, 'own');
        if (reason === null || (reason === 'other' && own === '')) return;
        show.mutate(reason === 'other' ? own : s(`override.${reason}`));
      }}
      onClose={onClose}
    >
      <p>{s('override.what')}</p>
      <Choice
        name="reason"
        label={s('override.reason')}
        options={REASONS.map((value) => ({ value, words: s(`override.${value}`) }))}
        chosen={reason}
        onChoose={setReason}
      />
      {reason === 'other' && (
        <Field label={s('override.reason')} name="own" maxLength={200} required autoFocus />
      )}
    </FormDialog>
  );
};
