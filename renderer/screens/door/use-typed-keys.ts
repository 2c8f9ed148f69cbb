import { useLayoutEffect, useRef } from 'react';
import { FAST_MS } from '../../wedge/burst.ts';

type Keys = {
  /** `fast`: it came sooner after the last key than a hand is. */
  readonly type: (character: string, fast: boolean) => void;
  readonly remove: () => void;
  readonly close: () => void;
  /** What the space bar does, where it is a character like any other. */
  readonly space?: () => void;
};

/**
 * A physical keyboard, or a scanner that types, does the same as the keypad. The return key that
 * such a scanner sends at the end does nothing: the tenth character has submitted already.
 */
export const useTypedKeys = (keys: Keys): void => {
  const latest = useRef(keys);
  latest.current = keys;
  // Before the frame is shown: what is typed at once must not lose its first character.
  useLayoutEffect(() => {
    let lastAt = Number.NEGATIVE_INFINITY;
    const onKeyDown = (event: KeyboardEvent) => {
      const fast = event.timeStamp - lastAt <= FAST_MS;
      lastAt = event.timeStamp;
      // What is written into a field belongs to it.
      const written = event.target instanceof HTMLInputElement && event.key !== 'Escape';
      if (written) return;
      if (event.ctrlKey || event.altKey || event.metaKey || event.isComposing) return;
      if (event.key === 'Escape') latest.current.close();
      else if (event.key === 'Backspace') latest.current.remove();
      else if (event.key === ' ' && latest.current.space !== undefined) {
        // It would press the button that has the focus as well.
        event.preventDefault();
        latest.current.space();
      }
      // A key that is held down is a glove that rests on it.
      else if (event.key.length === 1 && event.key !== ' ' && !event.repeat) {
        latest.current.type(event.key, fast);
      }
    };
    window.addEventListener('keydown', onKeyDown);
    return () => window.removeEventListener('keydown', onKeyDown);
  }, []);
};
