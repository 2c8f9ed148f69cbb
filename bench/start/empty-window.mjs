// What stands beside the app in the benchmark: an Electron window with an empty page.
import { app, BrowserWindow } from 'electron';

app.setPath('userData', process.env.KERBSIDE_PROFILE);
const open = async () => {
  const window = new BrowserWindow({ width: 480, height: 800, show: false });
  window.removeMenu();
  const show = () => window.isVisible() || window.show();
  window.once('ready-to-show', show);
  window.webContents.once('did-finish-load', () => setTimeout(show, 1_000));
  await window.loadURL('data:text/html,<title>empty</title><main>empty</main>');
};
// Not awaited: Electron is ready only after this module is.
app.whenReady().then(open);
