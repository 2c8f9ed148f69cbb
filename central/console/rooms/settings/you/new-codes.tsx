import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { answerOf } from '../../../../client/client.ts';
import { central } from '../../../api/client.ts';
import { meQuery } from '../../../api/queries.ts';
import { Confirm } from '../../../components/confirm.tsx';
import { TaskDialog } from '../../../components/dialog.tsx';
import { RecoveryCodes } from '../../sign-in/recovery-codes.tsx';
import { useAct } from '../use-act.ts';

/** Makes recovery codes in place of those before, and shows them once, to be printed. */
export const NewCodes = ({ onClose }: { readonly onClose: () => void }) => {
  const { t } = useTranslation();
  const [codes, setCodes] = useState<readonly string[] | null>(null);
  const make = useAct(
    async () => (await answerOf(central.POST('/v1/me/recovery-codes'))).recoveryCodes,
    { changed: [meQuery.queryKey], onDone: setCodes },
  );
  if (codes !== null) {
    return (
      <TaskDialog title={t('setUp.codes')} isKept onClose={onClose}>
        <RecoveryCodes codes={codes} onKept={onClose} />
      </TaskDialog>
    );
  }
  return (
    <Confirm
      title={t('settings.you.newCodesTitle')}
      act={t('settings.you.newCodesAct')}
      keep={t('settings.act.cancel')}
      fault={make.fault}
      isBusy={make.isBusy}
      isKept={make.isMaking}
      onAct={() => make.run()}
      onClose={onClose}
    >
      <p>{t('settings.you.newCodesWhat')}</p>
    </Confirm>
  );
};
