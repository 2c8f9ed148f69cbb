import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { DEFAULT_SETTINGS } from '../../shared/terminal/settings/settings.ts';
import { openSettings } from './settings-file.ts';

let folder: string;
let file: string;
beforeEach(() => {
  folder = mkdtempSync(path.join(tmpdir(), 'kerbside-settings-'));
  file = path.join(folder, 'settings.json');
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

test('a terminal on which nobody has chosen has the defaults, and no file', () => {
  const opened = openSettings(folder);
  expect(opened.current()).toEqual(DEFAULT_SETTINGS);
  expect(opened.problem()).toBeNull();
  expect(existsSync(file)).toBe(false);
});

test('what was chosen is there again after a restart', () => {
  openSettings(folder).change({ theme: 'dark', volume: 0 });
  openSettings(folder).change({ language: 'pl', textSize: 'largest' });
  const opened = openSettings(folder);
  expect(opened.current()).toEqual({
    language: 'pl',
    theme: 'dark',
    textSize: 'largest',
    volume: 0,
  });
  expect(opened.problem()).toBeNull();
  expect(JSON.parse(readFileSync(file, 'utf8')).version).toBe(1);
});

test.each([
  ['is cut off', '{"version":1,"settings":{"langu'],
  ['is empty', ''],
  ['has a value that is not one', '{"version":1,"settings":{"theme":"pink"}}'],
  ['has a value that nobody knows', '{"version":1,"settings":{},"more":1}'],
  ['has no version', '{"settings":{}}'],
])('a file that %s counts as the defaults, and it is said', (_how, text) => {
  writeFileSync(file, text);
  const opened = openSettings(folder);
  expect(opened.current()).toEqual(DEFAULT_SETTINGS);
  expect(opened.problem()).toBe('settings-damaged');
  opened.change({ theme: 'sun' });
  expect(opened.problem()).toBeNull();
  expect(openSettings(folder).current().theme).toBe('sun');
});

test('a file of a newer version is never written over; what is chosen counts until the end', () => {
  const newer = '{"version":2,"settings":{"theme":"sepia"}}';
  writeFileSync(file, newer);
  const opened = openSettings(folder);
  expect(opened.problem()).toBe('settings-newer');
  opened.change({ theme: 'dark' });
  expect(opened.current().theme).toBe('dark');
  expect(opened.problem()).toBe('settings-newer');
  expect(readFileSync(file, 'utf8')).toBe(newer);
});

test('where it cannot be written it counts all the same, and it is said until it can', () => {
  const opened = openSettings(folder);
  mkdirSync(`${file}.new`);
  opened.change({ theme: 'dark' });
  expect(opened.current().theme).toBe('dark');
  expect(opened.problem()).toBe('settings-not-saved');
  rmSync(`${file}.new`, { recursive: true });
  opened.change({ volume: 60 });
  expect(opened.problem()).toBeNull();
  expect(openSettings(folder).current()).toEqual({
    ...DEFAULT_SETTINGS,
    theme: 'dark',
    volume: 60,
  });
});

test("what is IT's is kept beside it, and a file from before it was there is read", () => {
  writeFileSync(file, `{"version":1,"settings":${JSON.stringify(DEFAULT_SETTINGS)}}`);
  const opened = openSettings(folder);
  expect(opened.problem()).toBeNull();
  opened.changeIt({ kiosk: true });
  opened.change({ theme: 'dark' });
  opened.changeIt({ scanner: '/dev/ttyACM0' });
  expect(openSettings(folder).it()).toEqual({ kiosk: true, scanner: '/dev/ttyACM0' });
  expect(openSettings(folder).current().theme).toBe('dark');
});

test('a path that is no serial port makes the file a damaged one', () => {
  const it = { scanner: '/etc/passwd', kiosk: false };
  writeFileSync(file, JSON.stringify({ version: 1, settings: DEFAULT_SETTINGS, it }));
  expect(openSettings(folder).problem()).toBe('settings-damaged');
});
