import { useMutation, useQueryClient } from '@tanstack/react-query';
import { type FormEvent, useState } from 'react';
import { Button } from 'react-aria-components/Button';
import { useTranslation } from 'react-i18next';
import { answerOf, once } from '../../../client/client.ts';
import { central } from '../../api/client.ts';
import { type Terminal, terminalsQuery } from '../../api/queries.ts';
import { TaskDialog } from '../../components/dialog.tsx';
import { Fault } from '../../components/fault.tsx';

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
  const queries = useQueryClient();
  const [by, setBy] = useState('');
  // The same act, however often it is sent.
  const [header] = useState(once);
  const next = others.find((one) => one.id === by);
  const replace = useMutation({
    mutationFn: () =>
      answerOf(
        central.POST('/v1/terminals/{terminal}/replace', {
          params: { path: { terminal: id }, header },
          body: { by, lost: status !== 'wiped' },
        }),
      ),
    onSuccess: () => queries.invalidateQueries({ queryKey: terminalsQuery(depot).queryKey }),
  });
  const send = (event: FormEvent<HTMLFormElement>): void => {
    event.preventDefault();
    if (by !== '' && !replace.isPending) replace.mutate();
  };
  if (replace.isSuccess) {
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
    <TaskDialog title={t('replaceTitle', { name })} role="alertdialog" onClose={onClose}>
      <form className="terminal-form" onSubmit={send}>
        {replace.isError && <Fault>{words('signIn.failed')}</Fault>}
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
        <div className="acts">
          {others.length > 0 && (
            <button className="button danger" type="submit">
              {t('act')}
            </button>
          )}
          <Button className="quiet-button" onPress={onClose} autoFocus>
            {words('terminals.keep')}
          </Button>
        </div>
      </form>
    </TaskDialog>
  );
};
