import { useLayoutEffect, useRef } from 'react';
import { westernDigits } from '../../../shared/protocol/scan/western-digits.ts';

type Keys = {
  readonly type: (character: string) => void;
  readonly remove: () => void;
  readonly close: () => void;
  /** What the space bar does, where it is a character like any other. */
  readonly space?: () => void;
};

/** Who listens, the latest last: what is written over a door is not also typed at it. */
const listening: object[] = [];

/** A physical keyboard does the same as the keypad. What a scanner types never comes here. */
export const useTypedKeys = (keys: Keys): void => {
  const latest = useRef(keys);
  latest.current = keys;
  // Before the frame is shown: what is typed at once must not lose its first character.
  useLayoutEffect(() => {
    listening.push(latest);
    const onKeyDown = (event: KeyboardEvent) => {
      if (listening.at(-1) !== latest) return;
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
        latest.current.type(westernDigits(event.key));
      }
    };
    window.addEventListener('keydown', onKeyDown);
    return () => {
      listening.splice(listening.indexOf(latest), 1);
      window.removeEventListener('keydown', onKeyDown);
    };
  }, []);
};
