import { type Ref, useEffect, useRef, useState } from 'react';
import './big-button.css';

/** How long a new button is deaf: a glove's second tap was meant for what stood there before. */
const DEAF_MS = 400;

type Props = {
  readonly label: string;
  readonly onPress: () => void;
  readonly ref?: Ref<HTMLButtonElement>;
};

/** The primary action at the bottom edge. It takes no press in the first moment of its life. */
export const BigButton = ({ label, onPress, ref }: Props) => {
  const [armed, setArmed] = useState(false);
  const armedNow = useRef(false);
  useEffect(() => {
    const timer = setTimeout(() => {
      armedNow.current = true;
      setArmed(true);
    }, DEAF_MS);
    return () => clearTimeout(timer);
  }, []);
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
