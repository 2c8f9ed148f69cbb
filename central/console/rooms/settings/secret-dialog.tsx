import { useTranslation } from 'react-i18next';
import { TaskDialog } from '../../components/dialog.tsx';
import { ShownOnce } from '../../components/shown-once.tsx';

/** Shows a secret that is not shown again. It is closed by its button alone: a slip would lose it. */
export const SecretDialog = ({
  title,
  what,
  label,
  secret,
  onClose,
}: {
  readonly title: string;
  readonly what: string;
  readonly label: string;
  readonly secret: string;
  readonly onClose: () => void;
}) => {
  const { t } = useTranslation();
  return (
    <TaskDialog title={title} isKept onClose={onClose}>
      <p>{what}</p>
      <ShownOnce
        label={label}
        secret={secret}
        copy={t('settings.act.copy')}
        copied={t('settings.act.copied')}
      />
      <button className="quiet-button" type="button" onClick={onClose}>
        {t('settings.act.kept')}
      </button>
    </TaskDialog>
  );
};
