import { useEffect, useRef } from 'react';
import { useTypedKeys } from '../../screens/door/use-typed-keys.ts';
import { SCAN_BEGAN } from '../../wedge/use-wedge.ts';
import { withLetter, withoutLast } from './written-text.ts';

type Props = {
  readonly text: string;
  readonly onText: (text: string) => void;
  /** The driver gives it up. */
  readonly onClose: () => void;
};

export type Writing = { readonly touch: (letter: string) => void; readonly remove: () => void };

/**
 * What the pad and a keyboard do to a text. A scanner that types does nothing to it: what its first
 * keys have written goes again as soon as they are known for what they are.
 */
export const useWriting = ({ text, onText, onClose }: Props): Writing => {
  // Two keys may come before React has drawn the first.
  const now = useRef(text);
  now.current = text;
  const beforeFast = useRef(text);
  const write = (next: string) => {
    now.current = next;
    onText(next);
  };
  const latest = useRef(write);
  latest.current = write;
  const remove = () => write(withoutLast(now.current));
  useTypedKeys({
    type: (character, fast) => {
      if (!fast) beforeFast.current = now.current;
      write(now.current + character);
    },
    remove,
    close: onClose,
    space: () => write(`${now.current} `),
  });
  useEffect(() => {
    const takeBack = () => latest.current(beforeFast.current);
    window.addEventListener(SCAN_BEGAN, takeBack);
    return () => window.removeEventListener(SCAN_BEGAN, takeBack);
  }, []);
  return { touch: (letter) => write(withLetter(now.current, letter)), remove };
};
