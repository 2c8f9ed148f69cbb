import { useTranslation } from 'react-i18next';
import type { DeliveryId } from '../../../shared/protocol/ids.ts';
import type { ExceptionOutcome } from '../../../shared/protocol/outcome.ts';
import { EXCEPTION_OUTCOMES } from '../../../shared/protocol/plain-values.ts';
import { useAsk } from '../../bridge.tsx';
import { BigButton } from '../../components/big-button.tsx';
import { DispatcherButton } from '../../components/dispatcher-button.tsx';
import { OutcomeIcon } from '../../components/outcome-icon.tsx';
import { Choices } from '../../components/step/choices.tsx';
import { Notice } from '../../components/step/notice.tsx';
import { useSendOnce } from '../../components/use-send-once.ts';

type Props = {
  readonly delivery: DeliveryId;
  /** Whether a note or a signature is there, which the driver would not see being recorded. */
  readonly hasMore: boolean;
  readonly onChoose: (outcome: ExceptionOutcome) => void;
};

/** What happens many times a day: it is recorded by one touch, and can be taken back. */
const COMMONEST: ExceptionOutcome = 'nobody-home';

/** Every way in which a stop ends without a code, and the way out by the dispatcher's. */
export const OutcomeList = ({ delivery, hasMore, onChoose }: Props) => {
  const { t } = useTranslation();
  const ask = useAsk();
  const { send, notTaken } = useSendOnce();
  const record = () =>
    ask['exception/record']({ delivery, outcome: COMMONEST, note: '', strokes: [] });
  return (
    <>
      {/* There is no room for both: the question is still there to be heard. */}
      <h1 className={notTaken ? 'hidden-text' : 'step-title'}>{t('exception.title')}</h1>
      {notTaken && (
        <div className="step-notice">
          <Notice text={t('step.notTaken')} />
        </div>
      )}
      <Choices
        of="exception-outcome"
        options={EXCEPTION_OUTCOMES}
        icon={(outcome) => <OutcomeIcon outcome={outcome} />}
        label={(outcome) => t(`outcome.${outcome}`)}
        onChoose={onChoose}
      />
      <DispatcherButton place="step-side" onPress={() => void ask['override/ask']({ delivery })} />
      {!hasMore && (
        <BigButton
          label={t('exception.recordAtOnce', { outcome: t(`outcome.${COMMONEST}`) })}
          onPress={() => send(record)}
        />
      )}
    </>
  );
};
