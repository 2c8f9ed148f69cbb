import type { ReactNode } from 'react';
import { TickIcon } from '../icons.tsx';
import { useArmed } from '../use-armed.ts';
import './choices.css';

type Props<T extends string> = {
  /** The class of each button, beside that of every choice. */
  readonly of: string;
  readonly options: readonly T[];
  /** What has been chosen before, if anything. */
  readonly chosen?: T | null;
  readonly icon: (option: T) => ReactNode;
  readonly label: (option: T) => string;
  readonly onChoose: (option: T) => void;
};

/** A few large buttons, one of which is the answer. They take no press in their first moment. */
export const Choices = <T extends string>(props: Props<T>) => {
  const { of, options, chosen = null, icon, label, onChoose } = props;
  const { armed, armedNow } = useArmed();
  return (
    <ul className="choices" data-armed={armed}>
      {options.map((option) => (
        <li key={option}>
          <button
            type="button"
            className={`choice ${of}`}
            data-outcome={option}
            {...(option === chosen ? { 'aria-current': true } : {})}
            onClick={() => {
              if (armedNow.current) onChoose(option);
            }}
          >
            {icon(option)}
            <span>{label(option)}</span>
            {option === chosen && <TickIcon />}
          </button>
        </li>
      ))}
    </ul>
  );
};
