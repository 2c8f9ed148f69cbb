import { useState } from 'react';
import { Button } from 'react-aria-components/Button';
import { useTranslation } from 'react-i18next';
import { answerOf } from '../../../client/client.ts';
import { central } from '../../api/client.ts';
import { type Terminal, terminalsQuery } from '../../api/queries.ts';
import { useOnceAct } from '../../api/versioned-act.ts';
import { TaskDialog } from '../../components/dialog.tsx';
import { FormDialog } from '../../components/form-dialog.tsx';

/** Puts another terminal in the place of one that is lost or broken; says first what that does. */
export const Replace = ({
  terminal: { id, name, depot, open, status },
  others,
  onClose,
}: {
  readonly terminal: Terminal;
  /** Those that can take its place. */
  readonly others: readonly Terminal[];
  readonly onClose: () => void;
}) => {
  const { t } = useTranslation('enrol');
  const { t: words } = useTranslation();
  const [by, setBy] = useState('');
  const next = others.find((one) => one.id === by);
  const replace = useOnceAct(
    (given: { readonly by: string; readonly lost: boolean }, header) =>
      answerOf(
        central.POST('/v1/terminals/{terminal}/replace', {
          params: { path: { terminal: id }, header },
          body: given,
        }),
      ),
    [`${terminalsQuery(depot).queryKey[0]}`],
    () => {},
  );
  if (replace.data !== undefined) {
    const { replaced, waits, follows } = replace.data.messages;
    return (
      <TaskDialog title={t('done', { name: next?.name ?? '' })} onClose={onClose}>
        <p>{t('told', { count: replaced + waits + follows })}</p>
        <Button className="button" onPress={onClose} autoFocus>
          {words('terminals.done')}
        </Button>
      </TaskDialog>
    );
  }
  return (
    <FormDialog
      title={t('replaceTitle', { name })}
      role="alertdialog"
      act={others.length > 0 ? t('act') : null}
      leave={words('terminals.keep')}
      isDanger
      isReady={by !== ''}
      isBusy={replace.isPending}
      fault={replace.isError && words('signIn.failed')}
      onSend={() => replace.mutate({ by, lost: status !== 'wiped' })}
      onClose={onClose}
    >
      {others.length === 0 ? (
        <p>{t('noOther')}</p>
      ) : (
        <label className="field">
          {t('by')}
          <select value={by} onChange={({ target }) => setBy(target.value)} required>
            <option value="">{t('choose')}</option>
            {others.map((other) => (
              <option key={other.id} value={other.id}>
                {other.name}
              </option>
            ))}
          </select>
        </label>
      )}
      {open > 0 && <p>{t('stopsMove', { count: open })}</p>}
      <p>{t('ends', { name })}</p>
      {status !== 'wiped' && <p>{t('notWiped')}</p>}
    </FormDialog>
  );
};
