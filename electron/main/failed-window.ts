import { readFile } from 'node:fs/promises';
import { app, BrowserWindow, session } from 'electron';

/**
 * Shows that Kerbside could not start, in a window of its own in place of any other, until a person
 * closes it. The page comes as its own address: whatever serves files may be what failed.
 *
 * @param page its file, which needs no other
 */
export const showFailedStart = async (page: string): Promise<void> => {
  const html = await readFile(page, 'utf8');
  await app.whenReady();
  // A session of its own: the app's may be locked to the app's own files by now.
  const own = session.fromPartition('failed-start');
  own.webRequest.onBeforeRequest(({ url }, answer) => answer({ cancel: !url.startsWith('data:') }));
  const window = new BrowserWindow({
    width: 480,
    height: 800,
    useContentSize: true,
    title: 'Kerbside',
    webPreferences: {
      session: own,
      sandbox: true,
      contextIsolation: true,
      javascript: false,
      devTools: false,
    },
  });
  const closed = new Promise<void>((resolve) => window.once('closed', () => resolve()));
  for (const other of BrowserWindow.getAllWindows()) if (other !== window) other.destroy();
  await window.loadURL(`data:text/html;charset=utf-8,${encodeURIComponent(html)}`);
  await closed;
};
