import type { RunningTerminal } from './compose.ts';

type Parts = {
  readonly running: () => Pick<RunningTerminal, 'shutDown'> | null;
  /** Nobody is answered by the terminal any more, and none is opened again. */
  readonly leave: () => void;
  readonly quit: () => void;
};

/**
 * Ends the terminal before the app: what is being written is finished, and the store closed. A quit
 * is held up until then. Windows' end of a session (signing out, shutting down) comes without a quit
 * and waits for nobody; there the terminal is ended at once, as far as the time goes.
 */
export const makeEnding = ({ running, leave, quit }: Parts) => {
  const end = (): boolean => {
    const terminal = running();
    leave();
    if (terminal === null) return false;
    void terminal.shutDown().finally(quit);
    return true;
  };
  return {
    beforeQuit: (event: { readonly preventDefault: () => void }): void => {
      if (end()) event.preventDefault();
    },
    sessionEnd: (): void => {
      if (!end()) quit();
    },
  };
};
