// The windows of the guide and of the console, for a machine that may have no browser:
// `electron guide-window.mjs FOLDER`, with the guide's address on standard input. FOLDER is where
// Chromium keeps what it must while the demo runs. The console is the page that central serves.
import { readFileSync } from 'node:fs';
import process from 'node:process';
import { app, BrowserWindow, screen } from 'electron';

const url = readFileSync(0, 'utf8');
app.setPath('userData', process.argv.at(-1));

const WEB = { sandbox: true, contextIsolation: true, nodeIntegration: false };
const GUIDE_WIDTH = 620;
const APP_WIDTH = 480;
/** What the console needs to be read well. */
const NARROW = 640;

let consoleWindow = null;
const showConsole = () => {
  if (consoleWindow !== null) {
    consoleWindow.show();
    return;
  }
  const { width, height } = screen.getPrimaryDisplay().workAreaSize;
  // The app is in the middle. Where there is no room beside it, the console goes behind it.
  const beside = Math.round((width + APP_WIDTH) / 2);
  const x = width - beside >= NARROW ? beside : Math.max(0, Math.min(GUIDE_WIDTH, width - NARROW));
  consoleWindow = new BrowserWindow({
    width: Math.min(1280, width - x),
    height: Math.min(900, height),
    x,
    y: 0,
    title: 'Kerbside',
    autoHideMenuBar: true,
    webPreferences: WEB,
  });
  consoleWindow.webContents.setWindowOpenHandler(() => ({ action: 'deny' }));
  consoleWindow.once('closed', () => {
    consoleWindow = null;
  });
  void consoleWindow.loadURL(`${url}console`);
};

const open = () => {
  showConsole();
  const guide = new BrowserWindow({
    width: GUIDE_WIDTH,
    height: 900,
    x: 0,
    y: 0,
    title: 'Kerbside: the demo’s guide',
    autoHideMenuBar: true,
    webPreferences: WEB,
  });
  guide.webContents.setWindowOpenHandler(({ url: asked }) => {
    if (asked !== `${url}console`) return { action: 'allow' };
    showConsole();
    return { action: 'deny' };
  });
  guide.once('closed', () => app.quit());
  void guide.loadURL(url);
};
// Not awaited here: Electron is not ready before this file has run to its end.
void app.whenReady().then(open);
