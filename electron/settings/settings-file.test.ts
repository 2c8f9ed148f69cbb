import { mkdirSync, mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { beforeEach, expect, test } from 'vitest';
import { DEFAULT_SETTINGS } from '../../shared/settings/settings.ts';
import { openSettings } from './settings-file.ts';

let folder: string;
let file: string;
beforeEach(() => {
  folder = mkdtempSync(path.join(tmpdir(), 'kerbside-settings-'));
  file = path.join(folder, 'settings.json');
});

test('what is chosen is there after the next start', () => {
  expect(openSettings(folder).read()).toEqual({ settings: DEFAULT_SETTINGS, problem: null });
  expect(openSettings(folder).change({ language: 'pl' })).toBe(true);
  expect(openSettings(folder).read().settings).toEqual({ ...DEFAULT_SETTINGS, language: 'pl' });
});

test('a file from a newer version is never overwritten', () => {
  const newer = '{"version":7,"everything":"else"}';
  writeFileSync(file, newer);
  const keeper = openSettings(folder);
  expect(keeper.read().problem).toBe('settings-newer');
  expect(keeper.change({ volume: 0 })).toBe(false);
  expect(readFileSync(file, 'utf8')).toBe(newer);
});

test('a damaged file is said, and replaced by the next choice', () => {
  writeFileSync(file, '{"version":1,"lang');
  const keeper = openSettings(folder);
  expect(keeper.read()).toEqual({ settings: DEFAULT_SETTINGS, problem: 'settings-damaged' });
  expect(keeper.change({ volume: 0 })).toBe(true);
  expect(openSettings(folder).read()).toEqual({
    settings: { ...DEFAULT_SETTINGS, volume: 0 },
    problem: null,
  });
});

test('a disk that does not take it leaves what was chosen before', () => {
  const keeper = openSettings(folder);
  mkdirSync(`${file}.new`);
  expect(keeper.change({ volume: 0 })).toBe(false);
  expect(keeper.read().settings.volume).toBe(DEFAULT_SETTINGS.volume);
});
