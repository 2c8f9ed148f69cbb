import { cpSync, mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { en } from '../renderer/i18n/en.ts';
import { playStory } from './story/play-story.ts';
import { STEPS } from './story/steps.ts';
import type { Story } from './story/story.ts';
import { type StartedWorld, startWorld } from './story/world.ts';
import { type RunningApp, startApp } from './support/app.ts';
import { type Display, startDisplay } from './support/display.ts';
import { type PrivateKeyring, startPrivateKeyring } from './support/private-keyring.ts';
import { openPtyPair, type PtyPair } from './support/pty.ts';

// A keychain that is not well, and then is. Nobody starts the app anew.

let display: Display;
let line: PtyPair;
beforeAll(async () => {
  display = await startDisplay({ width: 600, height: 900 });
  line = await openPtyPair(mkdtempSync(path.join(tmpdir(), 'kerbside-line-')));
});
afterAll(async () => {
  await line.stop();
  await display.stop();
});

const start = (ring: PrivateKeyring, more: Record<string, string> = {}): Promise<RunningApp> =>
  startApp({
    profile: mkdtempSync(path.join(tmpdir(), 'kerbside-heals-')),
    scanner: line.terminalEnd,
    env: { ...ring.env, ...display.env, ...more },
  });
const sees = (page: Page, text: string): Promise<void> =>
  page.getByText(text).first().waitFor({ timeout: 40_000 });
const isSetUp = (page: Page): Promise<void> => sees(page, en.setup.now.enrolment);

test('a keychain that comes later is found by itself (S2)', async () => {
  const ring = await startPrivateKeyring({ absent: true });
  const { page, close } = await start(ring);
  await sees(page, en.problem['keychain-absent'].what);
  await page.getByRole('button', { name: en.blocked.again }).waitFor();
  await ring.unlock();
  await isSetUp(page);
  await close();
  await ring.stop();
});

test('a keychain that is unlocked later is found at a touch (S2)', async () => {
  const ring = await startPrivateKeyring({ locked: true });
  const { page, close } = await start(ring);
  await sees(page, en.problem['keychain-locked'].what);
  await ring.unlock();
  await page.getByRole('button', { name: en.blocked.again }).click();
  await isSetUp(page);
  await close();
  await ring.stop();
});

test.each([
  ['names none', ''],
  ['has none', 'disabled:'],
])('an environment that %s is told from a keyring that nobody made (S3)', async (_, address) => {
  const ring = await startPrivateKeyring();
  const { page, close } = await start(ring, { DBUS_SESSION_BUS_ADDRESS: address });
  await sees(page, en.problem['keychain-no-session'].what);
  await close();
  await ring.stop();
});

test('a user without a keyring is told what IT does about it (S3)', async () => {
  const ring = await startPrivateKeyring({ unmade: true });
  const { page, close } = await start(ring);
  await sees(page, en.problem['keychain-not-made'].what);
  await ring.unlock();
  await isSetUp(page);
  await close();
  await ring.stop();
});

test('a keychain that reads and does not write is found at the start (S10)', async () => {
  const ring = await startPrivateKeyring();
  const profile = mkdtempSync(path.join(tmpdir(), 'kerbside-heals-'));
  const options = { profile, scanner: line.terminalEnd, env: { ...ring.env, ...display.env } };
  const first = await startApp(options);
  await isSetUp(first.page);
  await first.close();
  // Another keyring is the default one, and nobody unlocks it.
  const keyrings = path.join(ring.env['XDG_DATA_HOME'] ?? '', 'keyrings');
  cpSync(path.join(keyrings, 'login.keyring'), path.join(keyrings, 'other.keyring'));
  writeFileSync(path.join(keyrings, 'default'), 'other');
  await ring.unlock();
  const second = await startApp(options);
  await sees(second.page, en.problem['keychain-locked'].what);
  await second.close();
  await ring.stop();
});

const pictures = path.resolve(import.meta.dirname, '..', 'out', 'keychain-heals');

const prepare = async (): Promise<{ readonly world: StartedWorld; readonly story: Story }> => {
  const world = await startWorld();
  const first = STEPS.filter(({ id }) => ['enrol', 'dock-pull', 'sms-sent'].includes(id));
  const { results, story } = await playStory(world, pictures, undefined, first);
  expect(results.filter(({ ok }) => !ok)).toEqual([]);
  return { world, story };
};

test('a keychain that fails on the road is found again by the same app (S8) (A7)', async () => {
  const { world, story } = await prepare();
  const { page } = world.app;
  const accept = async (position: number): Promise<void> => {
    await world.line.write(`]Q1${story.codes.get(position)?.qr}\r`);
    await page.locator('main.verdict[data-tone="accepted"]').waitFor({ timeout: 30_000 });
    await page.locator('main.verdict .big-button').click();
    await page.locator('main.route').waitFor();
  };
  await accept(1);
  // Started anew, the session that this process had with it is gone; and once more.
  await world.keyring.unlock();
  await accept(2);
  await world.keyring.unlock();
  await accept(3);

  // Started anew and locked, it is called what it is.
  await world.keyring.lock();
  await world.line.write(`]Q1${story.codes.get(4)?.qr}\r`);
  await sees(page, en.problem['keychain-locked'].what);
  await world.keyring.unlock();
  await page.locator('main.route').waitFor({ timeout: 40_000 });
  await accept(4);

  // It does not answer for 17 seconds, and then as if nothing had been.
  const daemon = world.keyring.daemon();
  process.kill(daemon, 'SIGSTOP');
  const goesOn = setTimeout(() => process.kill(daemon, 'SIGCONT'), 17_000);
  await world.line.write(`]Q1${story.codes.get(6)?.qr}\r`);
  await sees(page, en.problem['keychain-slow'].what);
  await page.locator('main.route').waitFor({ timeout: 60_000 });
  clearTimeout(goesOn);
  await world.line.write(`]Q1${story.codes.get(6)?.qr}\r`);
  await page.locator('main.verdict').waitFor({ timeout: 30_000 });
  await world.end();
});
