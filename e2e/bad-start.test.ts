import { execFileSync, spawn, spawnSync } from 'node:child_process';
import {
  copyFileSync,
  existsSync,
  lstatSync,
  mkdtempSync,
  openSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { electronExecutable, type RunningApp, startApp } from './support/app.ts';
import { type Display, startDisplay } from './support/display.ts';
import { type PrivateKeyring, startPrivateKeyring } from './support/private-keyring.ts';
import { openPtyPair, type PtyPair } from './support/pty.ts';
import { waitUntil } from './support/wait-until.ts';

// The app is started on a keychain or a profile that is not as it was left. Each time it must say
// what is wrong and what to do, accept nothing, and leave everything where it is.

const root = path.resolve(import.meta.dirname, '..');

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
const store = () => path.join(profile, 'store.db');

const says = async (sentence: string, ring = keyring): Promise<void> => {
  const app = await start(ring);
  try {
    await app.page.getByText('This terminal cannot go on').waitFor({ timeout: 30_000 });
    await app.page.getByText(sentence).waitFor();
  } finally {
    await app.close();
  }
};
const runOnce = async (): Promise<void> => {
  const app = await start();
  await app.page.getByText('Scan the enrolment code').waitFor();
  await app.close();
};

test('a locked keychain', async () => {
  const locked = await startPrivateKeyring({ locked: true });
  await says('The keychain is locked.', locked);
  await locked.stop();
});

test('no keychain at all', async () => {
  const absent = await startPrivateKeyring({ absent: true });
  await says('The keychain of this terminal is not running.', absent);
  await absent.stop();
});

test('a keychain that is locked later does not make a new store, nor lose the old one', async () => {
  await runOnce();
  const before = readFileSync(store());
  await keyring.lock();
  await says('The keychain is locked.');
  await keyring.unlock();
  expect(readFileSync(store()).equals(before)).toBe(true);
  await runOnce();
});

test('a store whose key is gone', async () => {
  await runOnce();
  const before = readFileSync(store());
  const stranger = await startPrivateKeyring();
  await says('The key to the records of this terminal is missing.', stranger);
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
  await says('The key does not open the records of this terminal.');
  expect(readFileSync(store()).equals(before)).toBe(true);
});

test('a store that is damaged', async () => {
  await runOnce();
  const bytes = readFileSync(store());
  bytes.fill(0x5a, 4_096 + 100, 4_096 + 200);
  writeFileSync(store(), bytes);
  const app = await start();
  await app.page.getByText('This terminal cannot go on').waitFor({ timeout: 30_000 });
  await app.close();
  expect(readFileSync(store()).equals(bytes)).toBe(true);
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
  await app.page.getByText('That was not an enrolment code.').waitFor();
  const token = 'A'.repeat(22);
  const root = 'A'.repeat(43);
  await line.write(`]Q1KE1/${token}/${root}/http://central.example\r`);
  await app.page.getByText('leads to an address that is not safe').waitFor();
  await line.write(`]Q1KE1/${token}/${root}/http://127.0.0.1:1\r`);
  await app.page.getByText('The depot cannot be reached.').waitFor();
  await app.close();
});

/** The files of a folder that are not their owner's alone, with their modes. */
const openToOthers = (folder: string): readonly string[] =>
  readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .map((name) => path.join(folder, name))
    .filter((file) => lstatSync(file, { throwIfNoEntry: false })?.isSymbolicLink() === false)
    .filter((file) => (lstatSync(file).mode & 0o077) !== 0)
    .map((file) => `${path.relative(folder, file)} ${(lstatSync(file).mode & 0o777).toString(8)}`);

test('all that the app writes is for its owner alone, also where the keychain refused it (A8)', async () => {
  const absent = await startPrivateKeyring({ absent: true });
  await says('The keychain of this terminal is not running.', absent);
  await absent.stop();
  expect(openToOthers(profile)).toEqual([]);
  await runOnce();
  expect(openToOthers(profile)).toEqual([]);
  expect(statSync(store()).mode & 0o777).toBe(0o600);
});

/** Whether this test may make a file system that can only be read. */
const mayMount =
  spawnSync('sh', ['-c', 'd=$(mktemp -d) && mount -t tmpfs none "$d" && umount "$d"']).status === 0;

test.runIf(mayMount).each(['none', 'an old lock'] as const)(
  'a disk that can only be read, with %s of a run before (S1)',
  async (left) => {
    const disk = profile;
    profile = path.join(disk, 'profile');
    execFileSync('mount', ['-t', 'tmpfs', 'none', disk]);
    try {
      await runOnce();
      const lock = path.join(profile, 'electron', 'SingletonLock');
      rmSync(lock, { force: true });
      if (left !== 'none') symlinkSync('elsewhere-4194000', lock);
      execFileSync('mount', ['-o', 'remount,ro', disk]);
      const app = await start();
      const child = app.electron.process();
      const code = new Promise((resolve) => child.once('exit', resolve));
      await app.page.getByText('can only read its disk').waitFor({ timeout: 30_000 });
      await app.close();
      expect(await code).toBe(1);
    } finally {
      execFileSync('umount', [disk]);
    }
  },
);

test('a new profile where none can be made: says so, and ends with 1 (S1)', async () => {
  profile = '/proc/kerbside';
  const app = await start();
  const child = app.electron.process();
  const code = new Promise((resolve) => child.once('exit', resolve));
  await app.page.locator('main.blocked').waitFor({ timeout: 30_000 });
  await app.close();
  expect(await code).toBe(1);
});

test.each(['its reader is gone', 'its disk is full'] as const)(
  'standard error can take nothing, for %s: the app works on (A2)',
  async (why) => {
    const log = path.join(profile, 'logs', 'kerbside.log');
    const opened = () => readFileSync(log, 'utf8').split('"event":"scanner-open"').length - 1;
    const env = {
      ...process.env,
      ...keyring.env,
      ...display.env,
      KERBSIDE_PROFILE: profile,
      KERBSIDE_SCANNER: line.terminalEnd,
    };
    const child = spawn(electronExecutable(), ['--no-sandbox', root], {
      env,
      stdio: ['ignore', 'ignore', why === 'its disk is full' ? openSync('/dev/full', 'w') : 'pipe'],
    });
    const ended = new Promise((resolve) => child.once('exit', resolve));
    child.stderr?.once('data', () => child.stderr?.destroy());
    try {
      await waitUntil('there is a log', () => existsSync(log), 30_000);
      await waitUntil('the scanner is open', () => opened() === 1, 30_000);
      await line.cut();
      await line.reconnect();
      await waitUntil('it is open again', () => opened() === 2, 30_000);
      expect(readFileSync(log, 'utf8')).not.toContain('"event":"blocked"');
      expect(child.exitCode).toBeNull();
    } finally {
      child.kill('SIGTERM');
      await ended;
    }
  },
);
