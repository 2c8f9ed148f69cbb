import { join } from 'node:path';
import { app, BrowserWindow, type IpcMainInvokeEvent, session } from 'electron';
import { VIEW_EVENT } from '../../shared/ipc/contract.ts';
import type { ShownView, View } from '../../shared/ipc/view.ts';
import { PAGE } from './app-protocol.ts';

/** The one window. It shows what it is sent, and can ask for what the channels allow. */
export type Window = {
  readonly show: (view: ShownView) => void;
  readonly isOurs: (event: IpcMainInvokeEvent) => boolean;
  readonly focus: () => void;
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

/** Opens the window at the handheld's size; `title` tells a test build from a release. */
export const openWindow = (outFolder: string, title: string): Window => {
  lockDown();
  const window = new BrowserWindow({
    width: 480,
    height: 800,
    useContentSize: true,
    title,
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
    focus: () => {
      if (window.isMinimized()) window.restore();
      window.focus();
    },
  };
};
