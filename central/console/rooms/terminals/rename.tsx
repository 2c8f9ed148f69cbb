import { useQueryClient } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { answerOf } from '../../../client/client.ts';
import { central, codeOf } from '../../api/client.ts';
import { type Terminal, terminalsQuery } from '../../api/queries.ts';
import { useMutationOnce } from '../../api/use-mutation-once.ts';
import { Field } from '../../components/field.tsx';
import { FormDialog, textOf } from '../../components/form-dialog.tsx';

/** Gives a terminal another name; it shows it from its next docking on. */
export const Rename = ({
  terminal: { id, name, depot },
  onClose,
}: {
  readonly terminal: Terminal;
  readonly onClose: () => void;
}) => {
  const { t } = useTranslation('enrol');
  const { t: words } = useTranslation();
  const queries = useQueryClient();
  const rename = useMutationOnce({
    mutationFn: (to: string) =>
      answerOf(
        central.PATCH('/v1/terminals/{terminal}', {
          params: { path: { terminal: id } },
          body: { name: to },
        }),
      ),
    onSuccess: async () => {
      await queries.invalidateQueries({ queryKey: terminalsQuery(depot).queryKey });
      onClose();
    },
  });
  const why = (): string =>
    codeOf(rename.error) === 'name-taken' ? t('taken') : words('signIn.failed');
  return (
    <FormDialog
      title={t('renameTitle', { name })}
      act={t('renameAct')}
      leave={words('terminals.cancel')}
      isBusy={rename.isPending}
      fault={rename.isError ? why() : null}
      onSend={(form) => {
        const to = textOf(form, 'name');
        if (to === name) onClose();
        else if (to !== '') rename.mutate(to);
      }}
      onClose={onClose}
    >
      <Field
        label={words('terminals.name')}
        hint={t('renameHint')}
        name="name"
        defaultValue={name}
        maxLength={80}
        autoComplete="off"
        autoFocus
        required
      />
    </FormDialog>
  );
};
