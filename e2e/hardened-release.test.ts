import {
  copyFileSync,
  existsSync,
  linkSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  symlinkSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { expect, test } from 'vitest';
import { OWN_SWITCHES } from '../electron/main/refuse-driven.ts';
import { seedProfile } from '../faults/support/seeded-profile.ts';
import { electronExecutable } from './support/app.ts';
import { hardenedApp } from './support/hardened-app.ts';
import { startOwned } from './support/owned-process.ts';
import { waitUntil } from './support/wait-until.ts';

// How the app may be started, and where it may not be started again.

const root = path.resolve(import.meta.dirname, '..');
const { running, shows } = hardenedApp();

/** Electron by another name, which is how it knows that it is packaged. */
const packagedElectron = (): string => {
  const folder = mkdtempSync(path.join(tmpdir(), 'kerbside-release-'));
  const dist = path.dirname(electronExecutable());
  const executable = path.join(folder, 'kerbside');
  for (const each of readdirSync(dist)) {
    if (each !== path.basename(electronExecutable())) {
      symlinkSync(path.join(dist, each), path.join(folder, each));
    }
  }
  try {
    linkSync(electronExecutable(), executable);
  } catch {
    copyFileSync(electronExecutable(), executable);
  }
  return executable;
};

test('a release is not started with a switch that lets another program drive it', async () => {
  const executable = packagedElectron();
  const env = {
    ...process.env,
    ...running().keyring.env,
    ...running().display.env,
    KERBSIDE_PROFILE: mkdtempSync(path.join(tmpdir(), 'kerbside-refused-')),
  };
  const refuses = async (given: string): Promise<void> => {
    const started = await startOwned(executable, [given, '--no-sandbox', root], { env });
    await started.ended;
    expect(started.child.exitCode).toBe(1);
    expect(started.errors()).toContain(`because of ${given.split('=')[0]}:`);
    expect(started.errors()).not.toContain('listening on');
  };
  await Promise.all([refuses('--remote-debugging-port=0'), refuses('--remote-debugging-pipe')]);
  expect(readdirSync(env.KERBSIDE_PROFILE)).toEqual(['logs']);
});

test.each(Object.values(OWN_SWITCHES))(
  'a release starts with --%s, as its documents say (A3)',
  async (name) => {
    const folder = mkdtempSync(path.join(tmpdir(), 'kerbside-own-'));
    const env = {
      ...process.env,
      ...running().keyring.env,
      ...running().display.env,
      KERBSIDE_PROFILE: folder,
      // The tests may run as root, for whom Chromium has no sandbox; the switch would be refused.
      ELECTRON_DISABLE_SANDBOX: '1',
    };
    const started = await startOwned(packagedElectron(), [`--${name}`, root], { env });
    const log = path.join(folder, 'logs', 'kerbside.log');
    const says = (event: string) =>
      existsSync(log) && readFileSync(log, 'utf8').includes(`"event":"${event}"`);
    try {
      await waitUntil('it has started', () => says('start'), 30_000).catch((error: Error) => {
        const { exitCode } = started.child;
        throw new Error(`${error.message}; exit code ${exitCode}: ${started.errors()}`);
      });
      await waitUntil(
        'its store is there',
        () => existsSync(path.join(folder, 'store.db')),
        30_000,
      );
      expect(says('start-refused')).toBe(false);
    } finally {
      await started.stop();
    }
  },
);

test('a second app on the same profile ends by itself, and the first one goes on', async () => {
  const args = ['--no-sandbox', root];
  const env = {
    ...process.env,
    ...running().keyring.env,
    ...running().display.env,
    KERBSIDE_PROFILE: running().profile,
  };
  const second = await startOwned(electronExecutable(), args, { env });
  second.child.stdout?.resume();
  await second.ended;
  expect(second.child.exitCode).toBe(0);
  expect(await shows('main.route')).toBe(true);
});

test('the store is locked against every other program', async () => {
  await expect(
    seedProfile(running().profile, running().keyring, { sealed: 4, more: 0 }),
  ).rejects.toThrow('store-in-use');
});
