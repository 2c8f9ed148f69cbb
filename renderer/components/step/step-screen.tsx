import type { ReactNode } from 'react';
import type { StopView } from '../../../shared/terminal/view/view.ts';
import { BackIcon } from '../icons.tsx';
import './step-screen.css';

type Props = {
  /** The class of the screen, beside that of every step. */
  readonly of: string;
  /** `choice`: one of a few large buttons; `say`: something to write, draw or confirm. */
  readonly kind: 'choice' | 'say';
  readonly stop: StopView;
  /** Where back leads, for those who do not see it. */
  readonly back: string;
  readonly onBack: () => void;
  readonly children: ReactNode;
};

/** One step beside the door: at whose door it is, and the way back. */
export const StepScreen = ({ of, kind, stop, back, onBack, children }: Props) => (
  <main className={`screen step ${of}`} data-kind={kind}>
    <header className="step-head">
      <button type="button" className="step-back" aria-label={back} onClick={onBack}>
        <BackIcon />
      </button>
      <div className="step-who">
        <p className="step-street" dir="auto">
          {stop.address[0]}
        </p>
        <p className="step-customer" dir="auto">
          {stop.customer}
        </p>
      </div>
    </header>
    {children}
  </main>
);
