import { execFileSync, spawn, spawnSync } from 'node:child_process';
import {
  existsSync,
  lstatSync,
  mkdtempSync,
  openSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  symlinkSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { en } from '../renderer/i18n/en.ts';
import { electronExecutable, type RunningApp, startApp } from './support/app.ts';
import { type Display, startDisplay } from './support/display.ts';
import { type PrivateKeyring, startPrivateKeyring } from './support/private-keyring.ts';
import { openPtyPair, type PtyPair } from './support/pty.ts';
import { waitUntil } from './support/wait-until.ts';

// What the app writes, who may read it, and what it does where it can write nothing.

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
const runOnce = async (): Promise<void> => {
  const app = await start();
  await app.page.getByText(en.setup.now.enrolment).waitFor();
  await app.close();
};
/** Waits until the window says what is wrong, closes it, and gives the code the app ended with. */
const endOf = async (app: RunningApp, problem: keyof typeof en.problem): Promise<unknown> => {
  const code = new Promise((resolve) => app.electron.process().once('exit', resolve));
  await app.page.getByText(en.problem[problem].what).waitFor({ timeout: 30_000 });
  await app.close();
  return code;
};

/** The files of a folder that are not their owner's alone, with their modes. */
const openToOthers = (folder: string): readonly string[] =>
  readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .map((name) => path.join(folder, name))
    .filter((file) => lstatSync(file, { throwIfNoEntry: false })?.isSymbolicLink() === false)
    .filter((file) => (lstatSync(file).mode & 0o077) !== 0)
    .map((file) => `${path.relative(folder, file)} ${(lstatSync(file).mode & 0o777).toString(8)}`);

test('all that the app writes is for its owner alone, also where the keychain refused it (A8)', async () => {
  const absent = await startPrivateKeyring({ absent: true });
  await endOf(await start(absent), 'keychain-absent');
  await absent.stop();
  expect(openToOthers(profile)).toEqual([]);
  await runOnce();
  expect(openToOthers(profile)).toEqual([]);
  expect(statSync(store()).mode & 0o777).toBe(0o600);
});

const sh = (command: string): void => void execFileSync('sh', ['-c', command]);
/** Whether this test may make a file system that can only be read. */
const mayMount =
  spawnSync('sh', ['-c', 'd=$(mktemp -d) && mount -t tmpfs none "$d" && umount "$d"']).status === 0;

test.runIf(mayMount).each(['none', 'an old lock'] as const)(
  'a disk that can only be read, with %s of a run before (S1)',
  async (left) => {
    const disk = profile;
    profile = path.join(disk, 'profile');
    sh(`mount -t tmpfs none ${disk}`);
    try {
      await runOnce();
      const lock = path.join(profile, 'electron', 'SingletonLock');
      rmSync(lock, { force: true });
      if (left !== 'none') symlinkSync('elsewhere-4194000', lock);
      sh(`mount -o remount,ro ${disk}`);
      expect(await endOf(await start(), 'store-read-only')).toBe(1);
    } finally {
      sh(`umount ${disk}`);
    }
  },
);

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
