import type { FormEvent, ReactNode } from 'react';
import { Button } from 'react-aria-components/Button';
import { TaskDialog } from './dialog.tsx';
import { Fault } from './fault.tsx';

/** A task with what must be filled in, or confirmed: done once, however often it is pressed. */
export const FormDialog = ({
  title,
  role = 'dialog',
  act,
  leave,
  isDanger = false,
  isReady = true,
  isBusy,
  isKept = false,
  fault = null,
  onSend,
  onClose,
  children,
}: {
  readonly title: string;
  readonly role?: 'dialog' | 'alertdialog';
  /** The words of the two buttons: the one that does it, and the one that leaves it; null: it cannot be done any more. */
  readonly act: string | null;
  readonly leave: string;
  readonly isDanger?: boolean;
  readonly isReady?: boolean;
  readonly isBusy: boolean;
  /** What is being made is shown once: nobody leaves before it is there. */
  readonly isKept?: boolean;
  /** Why it did not work: in words, or as more than words. */
  readonly fault?: ReactNode;
  readonly onSend: (form: FormData) => void;
  readonly onClose: () => void;
  readonly children?: ReactNode;
}) => {
  const send = (event: FormEvent<HTMLFormElement>): void => {
    event.preventDefault();
    if (isReady && !isBusy) onSend(new FormData(event.currentTarget));
  };
  return (
    <TaskDialog title={title} role={role} isKept={isKept} onClose={onClose}>
      <form className="task-form" onSubmit={send}>
        {typeof fault === 'string' ? <Fault>{fault}</Fault> : fault}
        {children}
        <div className="acts">
          {act !== null && (
            <Button
              type="submit"
              className={isDanger ? 'button danger' : 'button'}
              aria-disabled={!isReady || isBusy}
            >
              {act}
            </Button>
          )}
          <Button
            className="quiet-button"
            aria-disabled={isKept}
            onPress={() => !isKept && onClose()}
          >
            {leave}
          </Button>
        </div>
      </form>
    </TaskDialog>
  );
};

/** What somebody wrote into a field of a form, without the blanks around it. */
export const textOf = (form: FormData, name: string): string => String(form.get(name) ?? '').trim();
