import { existsSync, mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import type { ReleaseFile } from '../../shared/protocol/update/release.ts';
import { openLogFile } from '../diagnostics/log-file.ts';
import { readSupportLog, saveBundle } from '../diagnostics/support-files.ts';
import { beginErasing, eraseFiles, erasingIn, openProfile } from '../main/profile.ts';
import { openSettings } from '../settings/settings-file.ts';
import { type HeldFile, holdFile } from '../testing/hold-file.ts';
import { makeUpdateFiles } from '../update-files/update-files.ts';

// Only Windows has files that one program keeps from all others.

/** Longer than the first tries, and shorter than all of them. */
const MOMENT_MS = 150;

let folder: string;
const holding: HeldFile[] = [];
const hold = async (path: string, forMs: number | null = null): Promise<void> => {
  holding.push(await holdFile(path, forMs));
};
const letAllGo = async (): Promise<void> => {
  for (const held of holding.splice(0)) await held.letGo();
};
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'kerbside-held-by-others-'));
});
afterEach(async () => {
  await letAllGo();
  rmSync(folder, { recursive: true, force: true });
});

test('settings are saved though their file is held for a moment (W7)', async () => {
  openSettings(folder).change({ theme: 'sun' });
  await hold(join(folder, 'settings.json'), MOMENT_MS);
  const opened = openSettings(folder);
  expect(opened.current().theme).toBe('sun');
  await letAllGo();
  await hold(join(folder, 'settings.json'), MOMENT_MS);
  opened.change({ theme: 'dark' });
  expect(opened.problem()).toBeNull();
  expect(openSettings(folder).current().theme).toBe('dark');
});

test('settings whose file stays held count until the end, and that is said (W7)', async () => {
  const opened = openSettings(folder);
  opened.change({ theme: 'sun' });
  await hold(join(folder, 'settings.json'));
  opened.change({ theme: 'dark' });
  expect(opened.current().theme).toBe('dark');
  expect(opened.problem()).toBe('settings-not-saved');
  await letAllGo();
  opened.change({ volume: 60 });
  expect(opened.problem()).toBeNull();
});

test('a wipe waits for a file that is held for a moment (W7)', async () => {
  const profile = openProfile(folder, () => crypto.randomUUID());
  writeFileSync(profile.store, 'rows');
  beginErasing(profile);
  await hold(profile.store, MOMENT_MS);
  eraseFiles(folder);
  expect(readdirSync(folder)).toEqual([]);
});

test('a file that stays held keeps nothing else from being wiped (W7)', async () => {
  const profile = openProfile(folder, () => crypto.randomUUID());
  mkdirSync(join(folder, 'logs'));
  for (const name of ['store.db', 'store.db-wal', 'logs/kerbside.log', 'logs/kerbside.old.log']) {
    writeFileSync(join(folder, name), 'text');
  }
  beginErasing(profile);
  await hold(join(folder, 'logs', 'kerbside.log'));
  expect(() => eraseFiles(folder)).toThrow('wipe-unfinished');
  expect(readdirSync(folder).sort()).toEqual(['erasing.json', 'logs']);
  expect(readdirSync(join(folder, 'logs'))).toEqual(['kerbside.log']);
  // The next start goes on where it was.
  expect(erasingIn(folder)).toBe(profile.id);
  await letAllGo();
  eraseFiles(folder);
  expect(readdirSync(folder)).toEqual([]);
});

test('an old update that is held does not keep a new one from being fetched (W7)', async () => {
  const updates = join(folder, 'updates');
  mkdirSync(updates);
  writeFileSync(join(updates, 'old.exe'), 'old');
  await hold(join(updates, 'old.exe'));
  const files = makeUpdateFiles(updates);
  const sha256 = 'LPJNul-wow4m6DsqxbninhsWHlwfp0JecwQzYpOLmCQ'; // of 'hello'
  const file = { name: 'new.exe', sha256, bytes: 5 } as ReleaseFile;
  expect(files.begin(file)).toBe(0);
  expect(files.append(file, Buffer.from('hel'))).toBe(3);
  await hold(join(updates, `${sha256}.part`), MOMENT_MS);
  expect(files.append(file, Buffer.from('lo'))).toBe(5);
  expect(await files.finish(file)).toBe(true);
  expect(await files.isFinished(file)).toBe(true);
});

test('a support bundle has the lines of a log that is held for a moment (W7)', async () => {
  openLogFile(folder)('{"event":"start"}');
  await hold(join(folder, 'logs', 'kerbside.log'), MOMENT_MS);
  expect(readSupportLog(folder)).toEqual(['{"event":"start"}']);
  expect(saveBundle(folder, 'bundle', 'first')).toBe(true);
  await letAllGo();
  await hold(join(folder, 'bundle'), MOMENT_MS);
  expect(saveBundle(folder, 'bundle', 'second')).toBe(true);
  expect(existsSync(join(folder, 'bundle'))).toBe(true);
});
