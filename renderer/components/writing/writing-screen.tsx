import { type ReactNode, useLayoutEffect, useRef } from 'react';
import { BigButton } from '../big-button.tsx';
import { BackIcon } from '../icons.tsx';
import { LetterPad } from './letter-pad.tsx';
import { useWriting } from './use-writing.ts';
import './writing-screen.css';

type Props = {
  readonly text: string;
  readonly onText: (text: string) => void;
  /** What is to be written. */
  readonly hint: string;
  /** What is said below of what has been written. */
  readonly says?: ReactNode;
  readonly act: string;
  readonly onAct: () => void;
  /** Where back leads, for those who do not see it. */
  readonly back: string;
  readonly onBack: () => void;
};

/** One line of text, written by touch alone; a keyboard does the same. */
export const WritingScreen = (props: Props) => {
  const { text, onText, hint, says = hint, act, onAct, back, onBack } = props;
  const { touch, remove } = useWriting({ text, onText, onClose: onBack });
  const line = useRef<HTMLParagraphElement>(null);
  // The end of it is what is being written.
  // biome-ignore lint/correctness/useExhaustiveDependencies: it moves with each letter
  useLayoutEffect(() => {
    const { current } = line;
    if (current === null) return;
    const onward = getComputedStyle(current).direction === 'rtl' ? -1 : 1;
    current.scrollLeft = onward * current.scrollWidth;
  }, [text]);
  return (
    <main className="screen writing">
      <header className="writing-head">
        <button type="button" className="step-back" aria-label={back} onClick={onBack}>
          <BackIcon />
        </button>
        <div className="writing-words">
          {text === '' ? (
            <p className="writing-hint">{hint}</p>
          ) : (
            <p className="writing-text" ref={line} dir="auto">
              {text}
            </p>
          )}
          <output>{text === '' && says === hint ? null : says}</output>
        </div>
      </header>
      <LetterPad onCharacter={touch} onDelete={remove} />
      <BigButton label={act} onPress={onAct} />
    </main>
  );
};
