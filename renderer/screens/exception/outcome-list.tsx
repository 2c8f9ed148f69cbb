import { useTranslation } from 'react-i18next';
import type { DeliveryId } from '../../../shared/ids.ts';
import type { ExceptionOutcome } from '../../../shared/outcome.ts';
import { EXCEPTION_OUTCOMES } from '../../../shared/plain-values.ts';
import { useAsk } from '../../bridge.tsx';
import { DispatcherButton } from '../../components/dispatcher-button.tsx';
import { OutcomeIcon } from '../../components/outcome-icon.tsx';
import { Choices } from '../../components/step/choices.tsx';

type Props = {
  readonly delivery: DeliveryId;
  readonly onChoose: (outcome: ExceptionOutcome) => void;
};

/** Every way in which a stop ends without a code, and the way out by the dispatcher's. */
export const OutcomeList = ({ delivery, onChoose }: Props) => {
  const { t } = useTranslation();
  const ask = useAsk();
  return (
    <>
      <h1 className="step-title">{t('exception.title')}</h1>
      <Choices
        of="exception-outcome"
        options={EXCEPTION_OUTCOMES}
        icon={(outcome) => <OutcomeIcon outcome={outcome} />}
        label={(outcome) => t(`outcome.${outcome}`)}
        onChoose={onChoose}
      />
      <DispatcherButton place="step-side" onPress={() => void ask['override/ask']({ delivery })} />
    </>
  );
};
