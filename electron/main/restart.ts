import type { App } from 'electron';

/**
 * Ends the app as any quit does (what is being written is finished, and the store closed) and has it
 * started anew, with the same arguments, once it is gone. Null for an AppImage: its files are gone with
 * the process, and with them whoever should start it.
 */
export const makeRestart = (
  app: Pick<App, 'relaunch' | 'quit'>,
  appImage: string | undefined,
): (() => void) | null => {
  if (appImage !== undefined) return null;
  return () => {
    app.relaunch();
    app.quit();
  };
};
