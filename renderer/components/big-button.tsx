import type { Ref } from 'react';
import './big-button.css';
import { useArmed } from './use-armed.ts';

type Props = {
  readonly label: string;
  readonly onPress: () => void;
  readonly ref?: Ref<HTMLButtonElement>;
};

/** The primary action at the bottom edge. It takes no press in the first moment of its life. */
export const BigButton = ({ label, onPress, ref }: Props) => {
  const { armed, armedNow } = useArmed();
  return (
    <button
      type="button"
      ref={ref ?? null}
      className="big-button"
      data-armed={armed}
      onClick={() => {
        // The return key that a keyboard scanner sends after its code comes this way, too.
        if (armedNow.current) onPress();
      }}
    >
      {label}
    </button>
  );
};
