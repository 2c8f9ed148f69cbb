import { copyFileSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { en } from '../renderer/i18n/en.ts';
import { type RunningApp, startApp } from './support/app.ts';
import { type Display, startDisplay } from './support/display.ts';
import { type PrivateKeyring, startPrivateKeyring } from './support/private-keyring.ts';
import { openPtyPair, type PtyPair } from './support/pty.ts';
import { waitUntil } from './support/wait-until.ts';

// The app is started on a keychain or a profile that is not as it was left. Each time it must say
// what is wrong and what to do, accept nothing, and leave everything where it is.

let display: Display;
let keyring: PrivateKeyring;
let line: PtyPair;
let profile: string;
beforeAll(async () => {
  display = await startDisplay({ width: 600, height: 900 });
  keyring = await startPrivateKeyring();
  line = await openPtyPair(mkdtempSync(path.join(tmpdir(), 'kerbside-line-')));
});
afterAll(async () => {
  await line.stop();
  await keyring.stop();
  await display.stop();
});
beforeEach(() => {
  profile = mkdtempSync(path.join(tmpdir(), 'kerbside-profile-'));
});

const start = (ring = keyring): Promise<RunningApp> =>
  startApp({ profile, scanner: line.terminalEnd, env: { ...ring.env, ...display.env } });
const PAGE = 4_096;
const store = () => path.join(profile, 'store.db');

const says = async (sentence: string, ring = keyring): Promise<void> => {
  const app = await start(ring);
  try {
    await app.page.getByText(en.blocked.title).waitFor({ timeout: 30_000 });
    await app.page.getByText(sentence).waitFor();
  } finally {
    await app.close();
  }
};
const runOnce = async (): Promise<void> => {
  const app = await start();
  await app.page.getByText(en.setup.now.enrolment).waitFor();
  await app.close();
};

test('a locked keychain', async () => {
  const locked = await startPrivateKeyring({ locked: true });
  await says(en.problem['keychain-locked'].what, locked);
  await locked.stop();
});

test('no keychain at all', async () => {
  const absent = await startPrivateKeyring({ absent: true });
  await says(en.problem['keychain-absent'].what, absent);
  await absent.stop();
});

test('a keychain that does not answer: the start says so, and is closed at once', async () => {
  const silent = await startPrivateKeyring();
  process.kill(silent.daemon(), 'SIGSTOP');
  const app = await start(silent);
  await app.page.getByText(en.starting.title).waitFor();
  // One that had not ended could not be started again.
  let hasEnded = false;
  void app.close().then(() => {
    hasEnded = true;
  });
  await waitUntil('it has ended', () => hasEnded);
  process.kill(silent.daemon(), 'SIGCONT');
  await silent.stop();
});

test('a keychain that is locked later does not make a new store, nor lose the old one', async () => {
  await runOnce();
  const before = readFileSync(store());
  await keyring.lock();
  await says(en.problem['keychain-locked'].what);
  await keyring.unlock();
  expect(readFileSync(store()).equals(before)).toBe(true);
  await runOnce();
});

test('a store whose key is gone', async () => {
  await runOnce();
  const before = readFileSync(store());
  const stranger = await startPrivateKeyring();
  await says(en.problem['store-key-missing'].what, stranger);
  await stranger.stop();
  expect(readFileSync(store()).equals(before)).toBe(true);
  await runOnce();
});

test('a store that its key does not open', async () => {
  await runOnce();
  const other = mkdtempSync(path.join(tmpdir(), 'kerbside-other-'));
  const mine = profile;
  profile = other;
  await runOnce();
  profile = mine;
  copyFileSync(path.join(other, 'store.db'), store());
  rmSync(`${store()}-wal`, { force: true });
  const before = readFileSync(store());
  await says(en.problem['store-wrong-key'].what);
  expect(readFileSync(store()).equals(before)).toBe(true);
});

test('a store that is damaged', async () => {
  await runOnce();
  const bytes = readFileSync(store());
  // From the third page on: the second is SQLite's own book of pages, which only a change reads.
  for (let page = 2 * PAGE; page < bytes.length; page += PAGE) {
    bytes.fill(0x5a, page + 100, page + 200);
  }
  writeFileSync(store(), bytes);
  await says(en.problem['store-damaged'].what);
  expect(readFileSync(store()).equals(bytes)).toBe(true);
});

test('a start that fails is said on the screen and in the log, and ends when that is closed (W12)', async () => {
  const app = await startApp({ profile, scanner: '', env: { ...keyring.env, ...display.env } });
  await app.page.getByText('Kerbside couldn’t start.').waitFor();
  expect(app.logged()).toMatch(/"event":"start-failed","because":"\$?ZodError"/);
  const ended = new Promise((resolve) => app.electron.process().once('exit', resolve));
  await app.close();
  expect(await ended).toBe(1);
});

test('a scanner that is not there, then is', async () => {
  await line.cut();
  const app = await start();
  await app.page.locator('[data-scanner="searching"]').waitFor();
  await line.reconnect();
  await app.page.locator('[data-scanner="connected"]').waitFor();
  await app.close();
});

test('an enrolment code that is not one, or leads to an unsafe address', async () => {
  const app = await start();
  await app.page.locator('[data-scanner="connected"]').waitFor();
  await line.write('K7QD9-2MX4T\r');
  await app.page.getByText(en.problem['enrolment-unreadable'].what).waitFor();
  const token = 'A'.repeat(22);
  const root = 'A'.repeat(43);
  await line.write(`]Q1KE1/${token}/${root}/http://central.example\r`);
  await app.page.getByText(en.problem['enrolment-insecure'].what).waitFor();
  await line.write(`]Q1KE1/${token}/${root}/http://127.0.0.1:1\r`);
  await app.page.getByText(en.problem['central-unreachable'].what).waitFor();
  await app.close();
});

test('a Chromium that never says that the page is painted', async () => {
  const app = await startApp({
    profile,
    scanner: line.terminalEnd,
    env: { ...keyring.env, ...display.env },
    main: path.join(import.meta.dirname, 'never-painted.mjs'),
  });
  try {
    await app.page.getByText(en.setup.now.enrolment).waitFor();
    const isShown = (): Promise<boolean> =>
      app.electron.evaluate(({ BrowserWindow }) =>
        BrowserWindow.getAllWindows().every((window) => window.isVisible()),
      );
    await waitUntil('the window is shown', isShown);
  } finally {
    await app.close();
  }
});
