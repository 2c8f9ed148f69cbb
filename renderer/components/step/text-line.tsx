import { useId, useRef, useState } from 'react';
import { createPortal } from 'react-dom';
import { useTranslation } from 'react-i18next';
import { WritingScreen } from '../writing/writing-screen.tsx';
import { lineOf } from './written-line.ts';
import './text-line.css';

type Props = {
  readonly label: string;
  readonly value: string;
  /** The most that it takes, in UTF-16 units. */
  readonly length: number;
  readonly onValue: (value: string) => void;
};

/** One line that the driver writes: a touch brings letters, and where there is a keyboard it does. */
export const TextLine = ({ label, value, length, onValue }: Props) => {
  const id = useId();
  const { t } = useTranslation();
  const field = useRef<HTMLInputElement>(null);
  const [page, setPage] = useState<Element | null>(null);
  const close = () => setPage(null);
  return (
    <div className="text-line">
      <label htmlFor={id}>{label}</label>
      {/* No focus by itself: what a scanner types must not end up in a note. */}
      <input
        ref={field}
        id={id}
        type="text"
        // An empty one begins where the words of the screen do.
        dir={value === '' ? undefined : 'auto'}
        maxLength={length}
        autoComplete="off"
        spellCheck={false}
        // The letters are the product's own: no keyboard of the system comes up besides.
        inputMode="none"
        enterKeyHint="done"
        value={value}
        onChange={(event) => onValue(lineOf(event.target.value, length))}
        onClick={() => setPage(field.current?.closest('.app') ?? null)}
      />
      {page !== null &&
        createPortal(
          <WritingScreen
            text={value}
            onText={(text) => onValue(lineOf(text, length))}
            hint={label}
            act={t('writing.done')}
            onAct={close}
            back={t('step.back')}
            onBack={close}
          />,
          page,
        )}
    </div>
  );
};
