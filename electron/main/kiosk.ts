import { app, type BrowserWindow, powerSaveBlocker } from 'electron';
import type { ScreenView } from '../../shared/terminal/view/view.ts';
import { isWayOut } from './way-out.ts';

/** Keeps a window full screen with no way out, until IT leaves it or the system ends the app. */
export const holdKiosk = (
  window: BrowserWindow,
  asKiosk: boolean,
): { readonly isOn: () => boolean; readonly leave: () => void } => {
  let on = asKiosk;
  let quitting = false;
  // Signing out, shutting down, an update: what the system asks for is not held up.
  app.on('before-quit', () => {
    quitting = true;
  });
  window.on('close', (event) => {
    if (on && !quitting) event.preventDefault();
  });
  window.webContents.on('before-input-event', (event, input) => {
    if (on && isWayOut(input)) event.preventDefault();
  });
  return {
    isOn: () => on,
    leave: () => {
      on = false;
      window.setKiosk(false);
    },
  };
};

/** Where somebody is at work: there the display must not go dark. */
const AT_WORK: ReadonlySet<ScreenView['name']> = new Set(['route', 'door', 'verdict']);

/** Keeps the display awake for as long as a screen of the driver's work is shown. */
export const makeDisplayKeeper = (): ((screen: ScreenView['name']) => void) => {
  let blocker: number | null = null;
  return (screen) => {
    const atWork = AT_WORK.has(screen);
    if (atWork && blocker === null) blocker = powerSaveBlocker.start('prevent-display-sleep');
    if (!atWork && blocker !== null) {
      powerSaveBlocker.stop(blocker);
      blocker = null;
    }
  };
};
