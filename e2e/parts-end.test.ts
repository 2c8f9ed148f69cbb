import { expect, test } from 'vitest';
import { hardenedApp } from './support/hardened-app.ts';
import { waitUntil } from './support/wait-until.ts';

// Processes of the app end one after the other; the app goes on.

const { running, outcome, shows, places, isLoading } = hardenedApp();

/** The process of the window. */
const windowProcess = () =>
  running().app.electron.evaluate(
    ({ BrowserWindow }) => BrowserWindow.getAllWindows()[0]?.webContents.getOSProcessId() ?? 0,
  );
/** Ends the window's process, and waits until there is a page in another one. */
const killWindow = async (): Promise<void> => {
  const before = await windowProcess();
  process.kill(before, 'SIGKILL');
  await waitUntil('there is another page', async () => {
    const now = await windowProcess();
    return now !== 0 && now !== before && !(await isLoading()) && (await shows('main'));
  });
};

/** Touches until it counts: right after the verdict a touch was meant for what was there before. */
const acknowledge = () =>
  waitUntil('the route', async () => {
    await outcome('document.querySelector("main.verdict .big-button")?.click()');
    return shows('main.route');
  });

test('a window that is killed at a door is back at that door', async () => {
  await running().line.write(`${running().customers[0]?.label}\r`);
  await waitUntil('the door', () => shows('main.door'));
  const before = await outcome('document.querySelector("main.door").innerText');
  await killWindow();
  await waitUntil('the door again', () => shows('main.door'));
  expect(await outcome('document.querySelector("main.door").innerText')).toBe(before);
});

test('a verdict stands after a crash, and is acknowledged as if nothing had been', async () => {
  await running().line.write(`]Q1${running().customers[0]?.scan}\r`);
  await waitUntil('the verdict', () => shows('main.verdict[data-tone="accepted"]'));
  await running().app.electron.evaluate(({ BrowserWindow }) =>
    BrowserWindow.getAllWindows()[0]?.webContents.forcefullyCrashRenderer(),
  );
  await waitUntil('it is gone', async () => !(await shows('main')));
  await waitUntil('the verdict again', () => shows('main.verdict[data-tone="accepted"]'));
  await acknowledge();
});

test('a scan that comes while there is no window is judged, and shown by the next one', async () => {
  const pid = await windowProcess();
  process.kill(pid, 'SIGKILL');
  await running().line.write(`]Q1${running().customers[1]?.scan}\r`);
  await waitUntil('the verdict', () => shows('main.verdict[data-tone="accepted"]'));
  await acknowledge();
});

test('a window that hangs is ended and comes back', async () => {
  const before = await windowProcess();
  await running().app.electron.evaluate(({ BrowserWindow }) => {
    const [window] = BrowserWindow.getAllWindows();
    void window?.webContents.executeJavaScript('for (;;);').catch(() => undefined);
    // What Chromium says when an input has not been taken for a while.
    window?.emit('unresponsive');
  });
  await waitUntil('another page', async () => (await windowProcess()) !== before);
  await waitUntil('the route', () => shows('main.route'));
});

test('parts beside the window may end: the app goes on', async () => {
  const parts = await running().app.electron.evaluate(({ app: electron }) =>
    electron
      .getAppMetrics()
      .filter(({ type }) => type === 'GPU' || type === 'Utility')
      .map(({ pid }) => pid),
  );
  expect(parts.length).toBeGreaterThan(0);
  for (const pid of parts) process.kill(pid, 'SIGKILL');
  await waitUntil(
    'it is noted',
    () => running().app.errors().split('"part-gone"').length > parts.length,
  );
  expect(await shows('main.route')).toBe(true);
});

test('a window that fails again and again gives way to words, and a touch brings it back', async () => {
  const isStopped = async () => (await places())[0] === 'app://kerbside/stopped.html';
  for (let n = 0; n < 6 && !(await isStopped()); n++) await killWindow();
  expect(await isStopped()).toBe(true);
  expect(await outcome('typeof kerbside')).toBe('gave "object"');
  const refused = 'kerbside.ask["dock/start"]({}).then(({ error }) => error)';
  expect(await outcome(refused)).toBe('gave "refused"');
  await outcome('document.querySelector("a").click()');
  await waitUntil('the route', () => shows('main.route'));
});
