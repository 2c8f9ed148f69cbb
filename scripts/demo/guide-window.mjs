// The guide's window, for a machine that may have no browser: `electron guide-window.mjs URL FOLDER`.
// FOLDER is where Chromium keeps what it must while the demo runs.
import process from 'node:process';
import { app, BrowserWindow } from 'electron';

const [url, folder] = process.argv.slice(-2);
app.setPath('userData', folder);
app.on('window-all-closed', () => app.quit());

const open = () => {
  const window = new BrowserWindow({
    width: 620,
    height: 900,
    x: 0,
    y: 0,
    title: 'Kerbside: the demo’s guide',
    autoHideMenuBar: true,
    webPreferences: { sandbox: true, contextIsolation: true, nodeIntegration: false },
  });
  void window.loadURL(url);
};
// Not awaited here: Electron is not ready before this file has run to its end.
void app.whenReady().then(open);
