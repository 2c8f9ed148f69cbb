import { Button } from 'react-aria-components/Button';
import { useTranslation } from 'react-i18next';
import { answerOf } from '../../../client/client.ts';
import { central, codeOf } from '../../api/client.ts';
import type { Message } from '../../api/messages.ts';
import { useMutationOnce } from '../../api/use-mutation-once.ts';
import { TaskDialog } from '../../components/dialog.tsx';
import { Fault } from '../../components/fault.tsx';

/** Shows a customer's number to whoever is to call them, after it has said that this is kept. */
export const Call = ({
  one: { delivery },
  onClose,
}: {
  readonly one: Message;
  readonly onClose: () => void;
}) => {
  const { t } = useTranslation('messages');
  const { t: common } = useTranslation();
  const show = useMutationOnce({
    mutationFn: async () =>
      (
        await answerOf(
          central.POST('/v1/deliveries/{delivery}/telephone', { params: { path: { delivery } } }),
        )
      ).telephone,
  });
  const number = show.data;
  return (
    <TaskDialog title={t('callTitle')} onClose={onClose}>
      {show.isError && (
        <Fault>
          {codeOf(show.error) === 'no-telephone' ? t('callNone') : common('signIn.failed')}
        </Fault>
      )}
      {number === undefined ? (
        <p>{t('callWill')}</p>
      ) : (
        <p className="pane-number" role="status">
          <bdi dir="ltr">{number}</bdi>
        </p>
      )}
      <div className="acts">
        {number === undefined ? (
          <Button className="button" onPress={() => show.mutate()} autoFocus>
            {t('callShow')}
          </Button>
        ) : (
          <a className="button" href={`tel:${number}`}>
            {t('callAct', { number })}
          </a>
        )}
        <Button className="quiet-button" onPress={onClose}>
          {t('done')}
        </Button>
      </div>
    </TaskDialog>
  );
};
