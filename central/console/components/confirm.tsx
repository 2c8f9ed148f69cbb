import type { ReactNode } from 'react';
import { Button } from 'react-aria-components/Button';
import { TaskDialog } from './dialog.tsx';
import { Fault } from './fault.tsx';

/** Asks before something is taken away, and says what that does. Enter leaves it as it is. */
export const Confirm = ({
  title,
  act,
  keep,
  fault,
  isBusy = false,
  isKept = false,
  isDanger = true,
  onAct,
  onClose,
  children,
}: {
  readonly title: string;
  /** The words of the two buttons. */
  readonly act: string;
  readonly keep: string;
  readonly fault: string | null;
  readonly isBusy?: boolean;
  /** What is being made is shown once: nobody leaves before it is there. */
  readonly isKept?: boolean;
  /** Whether it takes something away. */
  readonly isDanger?: boolean;
  readonly onAct: () => void;
  readonly onClose: () => void;
  readonly children: ReactNode;
}) => (
  <TaskDialog title={title} role="alertdialog" isKept={isKept} onClose={onClose}>
    {fault !== null && <Fault>{fault}</Fault>}
    {children}
    <div className="acts">
      <button
        className={isDanger ? 'button danger' : 'button'}
        type="button"
        aria-disabled={isBusy}
        onClick={() => !isBusy && onAct()}
      >
        {act}
      </button>
      <Button
        className="quiet-button"
        autoFocus
        aria-disabled={isKept}
        onPress={() => !isKept && onClose()}
      >
        {keep}
      </Button>
    </div>
  </TaskDialog>
);
