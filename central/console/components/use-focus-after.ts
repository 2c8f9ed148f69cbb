import { useEffect, useRef, useState } from 'react';

/**
 * Gives the keys to something once a dialog is gone that took away what had them before. Call what it
 * gives as the dialog closes.
 */
export const useFocusAfter = (target: () => HTMLElement | null): (() => void) => {
  const [times, setTimes] = useState(0);
  const find = useRef(target);
  useEffect(() => {
    if (times > 0) find.current()?.focus();
  }, [times]);
  return () => setTimes((before) => before + 1);
};
