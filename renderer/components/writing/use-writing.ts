import { useRef } from 'react';
import { useTypedKeys } from '../../screens/door/use-typed-keys.ts';
import { withLetter, withoutLast } from './written-text.ts';

type Props = {
  readonly text: string;
  readonly onText: (text: string) => void;
  /** The driver gives it up. */
  readonly onClose: () => void;
};

export type Writing = { readonly touch: (letter: string) => void; readonly remove: () => void };

/** What the pad and a keyboard do to a text. What a scanner types never comes here. */
export const useWriting = ({ text, onText, onClose }: Props): Writing => {
  // Two keys may come before React has drawn the first.
  const now = useRef(text);
  now.current = text;
  const write = (next: string) => {
    now.current = next;
    onText(next);
  };
  const remove = () => write(withoutLast(now.current));
  useTypedKeys({
    type: (character) => write(now.current + character),
    remove,
    close: onClose,
    space: () => write(`${now.current} `),
  });
  return { touch: (letter) => write(withLetter(now.current, letter)), remove };
};
