// Opens the built window without the rest of the app: shows the views that a test sends, and keeps
// what the window asks for. KERBSIDE_RENDERER is the folder of the built renderer, KERBSIDE_CHANNELS
// the names of the product's channels.
import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { app, BrowserWindow, ipcMain, protocol } from 'electron';

const folder = process.env.KERBSIDE_RENDERER;
const types = {
  '.html': 'text/html',
  '.js': 'text/javascript',
  '.css': 'text/css',
  '.woff2': 'font/woff2',
  '.wav': 'audio/wav',
};
protocol.registerSchemesAsPrivileged([
  { scheme: 'app', privileges: { standard: true, secure: true, supportFetchAPI: true } },
]);

/** Every question of the window: the channel, and its input. */
globalThis.asked = [];
/** What the next questions are answered with; a change of a draft is taken all the same, unless `of` names it. */
globalThis.answer = { ok: true };
ipcMain.handle('ask', (_event, channel, input) => {
  globalThis.asked.push({ channel, input });
  const { of, ...answer } = globalThis.answer;
  return channel === 'draft/change' && of !== channel ? { ok: true } : answer;
});

const open = async () => {
  protocol.handle('app', async (request) => {
    const { pathname } = new URL(request.url);
    const body = await readFile(path.join(folder, decodeURIComponent(pathname)));
    const type = types[path.extname(pathname)] ?? 'application/octet-stream';
    return new Response(body, { headers: { 'content-type': type } });
  });
  const window = new BrowserWindow({
    width: 480,
    height: 800,
    useContentSize: true,
    webPreferences: {
      preload: path.join(import.meta.dirname, 'stand-in-preload.cjs'),
      additionalArguments: [`--channels=${process.env.KERBSIDE_CHANNELS}`],
      sandbox: true,
      contextIsolation: true,
    },
  });
  window.removeMenu();
  await window.loadURL('app://kerbside/index.html');
};

// Not awaited: Electron is ready only after this module is.
app.whenReady().then(open);
