import { closeSync, fsyncSync, openSync, readFileSync, renameSync, writeSync } from 'node:fs';
import { join } from 'node:path';
import {
  DEFAULT_SETTINGS,
  type ReadSettings,
  readSettings,
  type SettingChange,
  writeSettings,
} from '../../shared/settings/settings.ts';

/** The settings of one terminal, in a file of its profile. */
export type SettingsKeeper = {
  readonly read: () => ReadSettings;
  /** The file may be another one now: the terminal was wiped. */
  readonly readAgain: () => void;
  /** False if nothing was written: the file is a newer version's, or the disk does not take it. */
  readonly change: (change: SettingChange) => boolean;
};

const readFile = (path: string): ReadSettings => {
  try {
    return readSettings(readFileSync(path, 'utf8'));
  } catch (error) {
    const absent = error instanceof Error && 'code' in error && error.code === 'ENOENT';
    return { settings: DEFAULT_SETTINGS, problem: absent ? null : 'settings-damaged' };
  }
};

/**
 * Opens the settings in a profile's folder. A file from a newer version is never overwritten; a
 * damaged one is, by the next choice.
 */
export const openSettings = (folder: string): SettingsKeeper => {
  const path = join(folder, 'settings.json');
  let current = readFile(path);
  return {
    read: () => current,
    readAgain: () => {
      current = readFile(path);
    },
    change: (change) => {
      if (current.problem === 'settings-newer') return false;
      const settings = { ...current.settings, ...change };
      try {
        const file = openSync(`${path}.new`, 'w', 0o600);
        writeSync(file, writeSettings(settings));
        fsyncSync(file);
        closeSync(file);
        renameSync(`${path}.new`, path);
      } catch {
        return false;
      }
      current = { settings, problem: null };
      return true;
    },
  };
};
