import { Button } from 'react-aria-components/Button';
import { useTranslation } from 'react-i18next';
import { answerOf } from '../../../client/client.ts';
import { central, codeOf } from '../../api/client.ts';
import type { Message } from '../../api/messages.ts';
import { useSeenAct } from '../../api/seen-act.ts';
import { Changed } from '../../components/changed.tsx';
import { TaskDialog } from '../../components/dialog.tsx';
import { Field } from '../../components/field.tsx';
import { FormDialog, textOf } from '../../components/form-dialog.tsx';

/** Gives a delivery another number, to which the code goes at once; says first what it does. */
export const OtherNumber = ({
  one,
  onClose,
}: {
  readonly one: Message;
  readonly onClose: () => void;
}) => {
  const { t } = useTranslation('messages');
  const { t: common } = useTranslation();
  const { delivery, shortId, customer, address, route, isOpen } = one;
  const change = useSeenAct(
    one,
    (header, phone: string) =>
      answerOf(
        central.PATCH('/v1/deliveries/{delivery}', {
          params: { path: { delivery }, header },
          body: { phone },
        }),
      ),
    () => {},
  );
  const refusals: Readonly<Record<string, string>> = {
    'change-refused': t('numberRefused'),
    'version-stale': t('stale'),
    'delivery-closed': t('closed'),
  };
  const send = (form: FormData): void => {
    const phone = textOf(form, 'phone');
    if (phone !== '') change.mutate(phone);
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
    <FormDialog
      title={title}
      act={t('numberAct')}
      leave={t('leave')}
      isBusy={change.isPending}
      isReady={!change.isStale}
      fault={
        change.isStale ? (
          <Changed
            title={[t('stale')]}
            facts={[
              `${t('fact.route')}: ${route}`,
              customer,
              address.join(', '),
              ...(isOpen ? [] : [t('closed')]),
            ]}
            look={t('look')}
            onLook={change.look}
          />
        ) : (
          change.isError && (refusals[codeOf(change.error) ?? ''] ?? common('signIn.failed'))
        )
      }
      onSend={send}
      onClose={onClose}
    >
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
    </FormDialog>
  );
};
