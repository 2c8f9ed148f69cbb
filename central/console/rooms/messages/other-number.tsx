import { useMutation, useQueryClient } from '@tanstack/react-query';
import type { FormEvent } from 'react';
import { Button } from 'react-aria-components/Button';
import { useTranslation } from 'react-i18next';
import { answerOf, changing } from '../../../client/client.ts';
import { central, codeOf } from '../../api/client.ts';
import type { Message } from '../../api/messages.ts';
import { TaskDialog } from '../../components/dialog.tsx';
import { Fault } from '../../components/fault.tsx';
import { Field } from '../../components/field.tsx';

/** Gives a delivery another number, to which the code goes at once; says first what it does. */
export const OtherNumber = ({
  one: { delivery, shortId, version },
  onClose,
}: {
  readonly one: Message;
  readonly onClose: () => void;
}) => {
  const { t } = useTranslation('messages');
  const { t: common } = useTranslation();
  const queries = useQueryClient();
  const change = useMutation({
    mutationFn: (phone: string) =>
      answerOf(
        central.PATCH('/v1/deliveries/{delivery}', {
          params: { path: { delivery }, header: changing(version) },
          body: { phone },
        }),
      ),
    onSettled: () => queries.invalidateQueries(),
  });
  const refusals: Readonly<Record<string, string>> = {
    'change-refused': t('numberRefused'),
    'version-stale': t('stale'),
    'delivery-closed': t('closed'),
  };
  const send = (event: FormEvent<HTMLFormElement>): void => {
    event.preventDefault();
    const phone = String(new FormData(event.currentTarget).get('phone') ?? '').trim();
    if (phone !== '' && !change.isPending) change.mutate(phone);
  };
  const title = t('numberTitle', { reference: shortId });
  if (change.data !== undefined) {
    const isLost = change.data.message === 'wrong' || change.data.message === 'none';
    return (
      <TaskDialog title={title} onClose={onClose}>
        <p role="status">{t(isLost ? 'numberLost' : 'numberDone')}</p>
        <Button className="button" onPress={onClose} autoFocus>
          {t('done')}
        </Button>
      </TaskDialog>
    );
  }
  return (
    <TaskDialog title={title} onClose={onClose}>
      <form className="pane-form" onSubmit={send}>
        {change.isError && (
          <Fault>{refusals[codeOf(change.error) ?? ''] ?? common('signIn.failed')}</Fault>
        )}
        <p>{t('numberWill')}</p>
        <Field
          label={t('numberField')}
          hint={t('numberHint')}
          name="phone"
          type="tel"
          dir="ltr"
          maxLength={40}
          autoComplete="off"
          autoFocus
          required
        />
        <div className="acts">
          <button className="button" type="submit" aria-disabled={change.isPending}>
            {t('numberAct')}
          </button>
          <Button className="quiet-button" onPress={onClose}>
            {t('leave')}
          </Button>
        </div>
      </form>
    </TaskDialog>
  );
};
