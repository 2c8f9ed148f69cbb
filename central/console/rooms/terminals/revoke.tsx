import { useQueryClient } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { answerOf } from '../../../client/client.ts';
import { central } from '../../api/client.ts';
import { type Terminal, terminalsQuery } from '../../api/queries.ts';
import { useMutationOnce } from '../../api/use-mutation-once.ts';
import { Confirm } from '../../components/confirm.tsx';

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
  const revoke = useMutationOnce({
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
    <Confirm
      title={t('terminals.revokeTitle', { name })}
      act={t('terminals.revokeAct')}
      keep={t('terminals.keep')}
      fault={revoke.isError ? t('signIn.failed') : null}
      isBusy={revoke.isPending}
      onAct={() => revoke.mutate()}
      onClose={onClose}
    >
      <p>{t('terminals.revokeWhat')}</p>
      {open > 0 && <p>{t('terminals.revokeStops', { count: open })}</p>}
    </Confirm>
  );
};
