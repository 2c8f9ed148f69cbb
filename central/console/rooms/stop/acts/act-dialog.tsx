import type { FormEvent, ReactNode } from 'react';
import { Button } from 'react-aria-components/Button';
import { useTranslation } from 'react-i18next';
import { TaskDialog } from '../../../components/dialog.tsx';

/** Something to be done: says first what it will do, and does nothing until that is confirmed. */
export const ActDialog = ({
  title,
  what,
  act,
  isDanger = false,
  isReady = true,
  isRunning,
  fault,
  onAct,
  onClose,
  children,
}: {
  readonly title: string;
  readonly what: string;
  /** What the button says that does it. */
  readonly act: string;
  readonly isDanger?: boolean;
  readonly isReady?: boolean;
  readonly isRunning: boolean;
  readonly fault: ReactNode;
  readonly onAct: (form: FormData) => void;
  readonly onClose: () => void;
  readonly children?: ReactNode;
}) => {
  const { t: s } = useTranslation('stop');
  const send = (event: FormEvent<HTMLFormElement>): void => {
    event.preventDefault();
    // Twice is once, whatever is pressed how often.
    if (isReady && !isRunning) onAct(new FormData(event.currentTarget));
  };
  return (
    <TaskDialog title={title} onClose={onClose}>
      <form className="act-form" onSubmit={send}>
        {fault}
        <p>{what}</p>
        {children}
        <div className="acts">
          <Button
            type="submit"
            className={isDanger ? 'button danger' : 'button'}
            aria-disabled={!isReady || isRunning}
          >
            {act}
          </Button>
          <Button className="quiet-button" onPress={onClose}>
            {s('keep')}
          </Button>
        </div>
      </form>
    </TaskDialog>
  );
};
