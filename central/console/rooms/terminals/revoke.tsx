import { useMutation, useQueryClient } from '@tanstack/react-query';
import { Button } from 'react-aria-components/Button';
import { useTranslation } from 'react-i18next';
import { answerOf } from '../../../client/client.ts';
import { central } from '../../api/client.ts';
import { type Terminal, terminalsQuery } from '../../api/queries.ts';
import { TaskDialog } from '../../components/dialog.tsx';
import { Fault } from '../../components/fault.tsx';

/** Ends a terminal for good; says first what that does. */
export const Revoke = ({
  terminal: { id, name, depot, open },
  onClose,
}: {
  readonly terminal: Terminal;
  readonly onClose: () => void;
}) => {
  const { t } = useTranslation();
  const queries = useQueryClient();
  const revoke = useMutation({
    mutationFn: () =>
      answerOf(
        central.POST('/v1/terminals/{terminal}/revoke', { params: { path: { terminal: id } } }),
      ),
    onSuccess: async () => {
      await queries.invalidateQueries({ queryKey: terminalsQuery(depot).queryKey });
      onClose();
    },
  });
  return (
    <TaskDialog title={t('terminals.revokeTitle', { name })} role="alertdialog" onClose={onClose}>
      {revoke.isError && <Fault>{t('signIn.failed')}</Fault>}
      <p>{t('terminals.revokeWhat')}</p>
      {open > 0 && <p>{t('terminals.revokeStops', { count: open })}</p>}
      <div className="acts">
        <Button className="button danger" onPress={() => revoke.mutate()}>
          {t('terminals.revokeAct')}
        </Button>
        <Button className="quiet-button" onPress={onClose} autoFocus>
          {t('terminals.keep')}
        </Button>
      </div>
    </TaskDialog>
  );
};
