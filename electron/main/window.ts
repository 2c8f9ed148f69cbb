import { join } from 'node:path';
import { app, BrowserWindow, dialog, type IpcMainInvokeEvent, session } from 'electron';
import { VIEW_EVENT } from '../../shared/ipc/contract.ts';
import type { ShownView, View } from '../../shared/ipc/view.ts';
import { PAGE } from './app-protocol.ts';
import { holdKiosk } from './kiosk.ts';

/** The one window. It shows what it is sent, and can ask for what the channels allow. */
export type Window = {
  readonly show: (view: ShownView) => void;
  readonly isOurs: (event: IpcMainInvokeEvent) => boolean;
  readonly focus: () => void;
  readonly kiosk: { readonly isOn: () => boolean; readonly leave: () => void };
  /** Asks for a folder by the system's own dialog; null if none is chosen. */
  readonly chooseFolder: () => Promise<string | null>;
};

/** The window asks for nothing, goes nowhere and opens nothing. */
const lockDown = (): void => {
  const { defaultSession } = session;
  defaultSession.setPermissionRequestHandler((_contents, _permission, answer) => answer(false));
  defaultSession.setPermissionCheckHandler(() => false);
  defaultSession.on('will-download', (event) => event.preventDefault());
  app.on('web-contents-created', (_event, contents) => {
    contents.on('will-navigate', (event) => event.preventDefault());
    contents.on('will-attach-webview', (event) => event.preventDefault());
    contents.setWindowOpenHandler(() => ({ action: 'deny' }));
  });
};

/**
 * Opens the window at the handheld's size; `title` tells a test build from a release. As a kiosk it
 * fills the screen, and nothing closes it but IT and the operating system.
 */
export const openWindow = (outFolder: string, title: string, asKiosk: boolean): Window => {
  lockDown();
  const window = new BrowserWindow({
    width: 480,
    height: 800,
    useContentSize: true,
    title,
    kiosk: asKiosk,
    show: false,
    backgroundColor: '#ffffff',
    autoHideMenuBar: true,
    webPreferences: {
      preload: join(outFolder, 'preload', 'index.cjs'),
      sandbox: true,
      contextIsolation: true,
      nodeIntegration: false,
      webviewTag: false,
      spellcheck: false,
      devTools: !app.isPackaged,
    },
  });
  window.removeMenu();
  window.once('ready-to-show', () => window.show());
  window.on('page-title-updated', (event) => event.preventDefault());
  void window.loadURL(PAGE);
  const kiosk = holdKiosk(window, asKiosk);
  let revision = 0;
  return {
    show: (view) => {
      if (window.isDestroyed()) return;
      const sent: View = { ...view, revision: ++revision };
      window.webContents.send(VIEW_EVENT, sent);
    },
    isOurs: (event) =>
      event.senderFrame !== null &&
      event.senderFrame === window.webContents.mainFrame &&
      event.senderFrame.url === PAGE,
    kiosk,
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
