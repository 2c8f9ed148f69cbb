import { type RefObject, useEffect, useRef, useState } from 'react';

/** How long new buttons are deaf: a glove's second tap was meant for what stood there before. */
const DEAF_MS = 400;

type Armed = {
  /** For the page: whether a press is taken. */
  readonly armed: boolean;
  /** The same, without waiting for a redraw. */
  readonly armedNow: RefObject<boolean>;
};

/** Whether what has just appeared takes presses yet. */
export const useArmed = (): Armed => {
  const [armed, setArmed] = useState(false);
  const armedNow = useRef(false);
  useEffect(() => {
    const timer = setTimeout(() => {
      armedNow.current = true;
      setArmed(true);
    }, DEAF_MS);
    return () => clearTimeout(timer);
  }, []);
  return { armed, armedNow };
};
