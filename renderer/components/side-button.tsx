import type { ReactNode } from 'react';
import './side-button.css';
import { useArmed } from './use-armed.ts';

type Props = {
  /** Where it stands: the class that places it there. */
  readonly place: string;
  readonly icon: ReactNode;
  readonly label: string;
  readonly onPress: () => void;
};

/** What is done now and then: plainly less than the primary action, and as deaf at first. */
export const SideButton = ({ place, icon, label, onPress }: Props) => {
  const { armed, armedNow } = useArmed();
  return (
    <button
      type="button"
      className={`side-button ${place}`}
      data-armed={armed}
      onClick={() => {
        if (armedNow.current) onPress();
      }}
    >
      {icon}
      {label}
    </button>
  );
};
