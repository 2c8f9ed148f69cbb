import { join } from 'node:path';
import { app, BrowserWindow, dialog, type IpcMainInvokeEvent } from 'electron';
import { VIEW_EVENT } from '../../shared/terminal/channels/names.ts';
import type { ShownView, View } from '../../shared/terminal/view/view.ts';
import { PAGE, STOPPED_PAGE } from './app-protocol.ts';
import { holdKiosk } from './kiosk.ts';
import { makeReviver } from './revive.ts';

/** The one window. It shows what it is sent, and can ask for what the channels allow. */
export type Window = {
  readonly show: (view: ShownView) => void;
  readonly isOurs: (event: IpcMainInvokeEvent) => boolean;
  readonly focus: () => void;
  /** On Windows alone: the person signs out, or the machine is shut down. */
  readonly onSessionEnd: (listener: () => void) => void;
  readonly kiosk: { readonly isOn: () => boolean; readonly leave: () => void };
  /** Asks for a folder by the system's own dialog; null if none is chosen. */
  readonly chooseFolder: () => Promise<string | null>;
};

type Options = {
  readonly outFolder: string;
  /** Tells a test build from a release. */
  readonly title: string;
  /** Fills the screen; nothing closes it but IT and the operating system. */
  readonly asKiosk: boolean;
  /** Told what became of a process of the window. */
  readonly noted: (event: string, facts: Readonly<Record<string, string>>) => void;
};

/**
 * Loads the page again when its process is gone: it asks for the view, which is the main process's,
 * and shows the same screen. A page that keeps failing is replaced by one without a script, which
 * says so, and has nothing but a link back.
 */
const keepAlive = (window: BrowserWindow, noted: Options['noted']): void => {
  const { webContents } = window;
  const reviver = makeReviver(() => performance.now());
  let leaving = false;
  window.on('close', (event) => {
    leaving = !event.defaultPrevented;
  });
  const load = (page: string): void => void window.loadURL(page).catch(() => undefined);
  webContents.on('render-process-gone', (_event, { reason }) => {
    noted('window-gone', { reason });
    if (leaving || window.isDestroyed()) return;
    const next = reviver.failed();
    if (next === 'give-up') noted('window-given-up', {});
    // Not from within the event: the process is not yet done with.
    setImmediate(() => {
      if (!window.isDestroyed()) load(next === 'reload' ? PAGE : STOPPED_PAGE);
    });
  });
  // It takes no input any more: ended, it comes back as above.
  window.on('unresponsive', () => {
    noted('window-unresponsive', {});
    webContents.forcefullyCrashRenderer();
  });
  webContents.on('will-frame-navigate', ({ url, isMainFrame }) => {
    if (!isMainFrame || url !== PAGE || webContents.getURL() !== STOPPED_PAGE) return;
    reviver.forget();
    load(PAGE);
  });
  // Chromium starts these again by itself.
  app.on('child-process-gone', (_event, { type, reason }) => noted('part-gone', { type, reason }));
};

/** How long a page that is loaded may still take to be painted, in milliseconds. */
const PAINTED_WITHIN_MS = 1_000;

/**
 * Shows the window once its page is painted. Now and then Chromium does not say that it is
 * (electron#7779): a driver would have no window. Then it is shown a moment after the page is loaded.
 */
const showOnceReady = (window: BrowserWindow): void => {
  const show = (): void => {
    if (!window.isDestroyed() && !window.isVisible()) window.show();
  };
  window.once('ready-to-show', show);
  window.webContents.once('did-finish-load', () => setTimeout(show, PAINTED_WITHIN_MS));
};

/** Opens the window at the handheld's size. */
export const openWindow = ({ outFolder, title, noted, asKiosk }: Options): Window => {
  const window = new BrowserWindow({
    width: 480,
    height: 800,
    useContentSize: true,
    title,
    kiosk: asKiosk,
    show: false,
    backgroundColor: '#ffffff',
    webPreferences: {
      preload: join(outFolder, 'preload', 'index.cjs'),
      sandbox: true,
      contextIsolation: true,
      nodeIntegration: false,
      nodeIntegrationInWorker: false,
      nodeIntegrationInSubFrames: false,
      webSecurity: true,
      webviewTag: false,
      spellcheck: false,
      devTools: false,
      disableDialogs: true,
      navigateOnDragDrop: false,
      // A middle click opens nothing.
      disableBlinkFeatures: 'Auxclick',
    },
  });
  showOnceReady(window);
  window.on('page-title-updated', (event) => event.preventDefault());
  // First: a close that it refuses is no end of the window.
  const kiosk = holdKiosk(window, asKiosk);
  keepAlive(window, noted);
  void window.loadURL(PAGE);
  let revision = 0;
  return {
    show: (view) => {
      // Without a page there is nobody to show it to; the next page asks for it.
      if (window.isDestroyed() || window.webContents.isCrashed()) return;
      const sent: View = { ...view, revision: ++revision };
      window.webContents.send(VIEW_EVENT, sent);
    },
    isOurs: ({ sender, senderFrame }) =>
      !window.isDestroyed() &&
      sender === window.webContents &&
      senderFrame !== null &&
      senderFrame === window.webContents.mainFrame &&
      senderFrame.url === PAGE,
    kiosk,
    onSessionEnd: (listener) => {
      if (process.platform === 'win32') window.once('session-end', listener);
    },
    chooseFolder: async () => {
      const { filePaths } = await dialog.showOpenDialog(window, { properties: ['openDirectory'] });
      return filePaths[0] ?? null;
    },
    focus: () => {
      if (window.isMinimized()) window.restore();
      window.focus();
    },
  };
};
