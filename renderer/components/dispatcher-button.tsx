import { useTranslation } from 'react-i18next';
import { CallIcon } from './icons.tsx';
import './dispatcher-button.css';
import { useArmed } from './use-armed.ts';

type Props = {
  /** Where it stands: the class that places it there. */
  readonly place: string;
  readonly onPress: () => void;
};

/** The way to the dispatcher's code, plainly less than the primary action, and as deaf at first. */
export const DispatcherButton = ({ place, onPress }: Props) => {
  const { t } = useTranslation();
  const { armed, armedNow } = useArmed();
  return (
    <button
      type="button"
      className={`dispatcher-button ${place}`}
      data-armed={armed}
      onClick={() => {
        if (armedNow.current) onPress();
      }}
    >
      <CallIcon />
      {t('override.ask')}
    </button>
  );
};
