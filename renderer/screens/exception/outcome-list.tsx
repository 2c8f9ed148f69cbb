import { useTranslation } from 'react-i18next';
import type { DeliveryId } from '../../../shared/ids.ts';
import { type ExceptionOutcome, exceptionOutcome } from '../../../shared/outcome.ts';
import { useAsk } from '../../bridge.tsx';
import { DispatcherButton } from '../../components/dispatcher-button.tsx';
import { OutcomeIcon } from '../../components/outcome-icon.tsx';
import { useArmed } from '../../components/use-armed.ts';

type Props = {
  readonly delivery: DeliveryId;
  readonly onChoose: (outcome: ExceptionOutcome) => void;
};

/** Every way in which a stop ends without a code, and the way out by the dispatcher's. */
export const OutcomeList = ({ delivery, onChoose }: Props) => {
  const { t } = useTranslation();
  const ask = useAsk();
  const { armed, armedNow } = useArmed();
  return (
    <>
      <h1 className="exception-title">{t('exception.title')}</h1>
      <ul className="exception-outcomes" data-armed={armed}>
        {exceptionOutcome.options.map((outcome) => (
          <li key={outcome}>
            <button
              type="button"
              className="exception-outcome"
              data-outcome={outcome}
              onClick={() => {
                if (armedNow.current) onChoose(outcome);
              }}
            >
              <OutcomeIcon outcome={outcome} />
              {t(`outcome.${outcome}`)}
            </button>
          </li>
        ))}
      </ul>
      <DispatcherButton
        place="exception-override"
        onPress={() => void ask['override/ask']({ delivery })}
      />
    </>
  );
};
