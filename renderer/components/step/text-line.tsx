import { useId } from 'react';
import { lineOf } from './written-line.ts';
import './text-line.css';

type Props = {
  readonly label: string;
  readonly value: string;
  /** The most that it takes, in UTF-16 units. */
  readonly length: number;
  readonly onValue: (value: string) => void;
};

/** One line that the driver writes. */
export const TextLine = ({ label, value, length, onValue }: Props) => {
  const id = useId();
  return (
    <div className="text-line">
      <label htmlFor={id}>{label}</label>
      {/* No focus by itself: what a scanner types must not end up in a note. */}
      <input
        id={id}
        type="text"
        // An empty one begins where the words of the screen do.
        dir={value === '' ? undefined : 'auto'}
        maxLength={length}
        autoComplete="off"
        spellCheck={false}
        enterKeyHint="done"
        value={value}
        onChange={(event) => onValue(lineOf(event.target.value, length))}
      />
    </div>
  );
};
