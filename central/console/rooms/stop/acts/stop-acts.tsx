import type { Stop } from '../../../api/dispatch.ts';
import { Cancel } from './cancel.tsx';
import { Change } from './change.tsx';
import { CodeAct, type Outcome } from './code-acts.tsx';
import { Instruct } from './instruct.tsx';
import { MakePass } from './make-pass.tsx';
import { Move } from './move.tsx';
import type { StopAct } from './offered.ts';
import { Override } from './override.tsx';
import { Split } from './split.tsx';
import './acts.css';

/** The dialog of an act on one stop. */
export const StopActs = ({
  act,
  stop,
  onDone,
  onClose,
}: {
  readonly act: StopAct;
  readonly stop: Stop;
  readonly onDone: (outcome: Pick<Outcome, 'message'>) => void;
  readonly onClose: () => void;
}) => {
  const on = { stop, onDone, onClose };
  const onAll = {
    depot: stop.depot,
    stops: [stop],
    now: [stop],
    onDone: ([first]: readonly Outcome[]) => first !== undefined && onDone(first),
    onClose,
  };
  switch (act) {
    case 'override':
      return <Override {...on} />;
    case 'resend':
    case 'reissue':
      return <CodeAct kind={act} {...on} />;
    case 'pass':
      return <MakePass {...on} />;
    case 'change':
      return <Change {...on} />;
    case 'instruct':
      return <Instruct {...on} />;
    case 'split':
      return <Split {...on} />;
    case 'move':
      return <Move {...onAll} />;
    case 'cancel':
      return <Cancel {...onAll} />;
  }
};
