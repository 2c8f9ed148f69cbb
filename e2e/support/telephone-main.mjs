// A plain browser window, as on a customer's telephone: nothing of the product's is in it. Its first
// argument after this file is the page to open.
import { app, BrowserWindow } from 'electron';

const open = async () => {
  const window = new BrowserWindow({
    width: 360,
    height: 740,
    useContentSize: true,
    webPreferences: { sandbox: true, contextIsolation: true, nodeIntegration: false },
  });
  window.removeMenu();
  // A link that is none is for the test to notice.
  await window.loadURL(process.argv.at(-1)).catch(() => undefined);
};

// Not awaited: Electron is ready only after this module is.
app.whenReady().then(open);
