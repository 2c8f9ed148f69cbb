import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';
import {
  DEFAULT_SETTINGS,
  type Settings,
  type SettingsProblem,
  settings,
} from '../../shared/settings.ts';
import { writeAtomically } from './write-atomically.ts';

const VERSION = 1;
const anyVersion = z.looseObject({ version: z.int().min(1) });
const versionOne = z.strictObject({ version: z.literal(VERSION), settings });

/** The settings of one terminal, and the file that keeps them. */
export type SettingsFile = {
  readonly current: () => Settings;
  /** What is the matter with the file; null if nothing is. */
  readonly problem: () => SettingsProblem | null;
  /** Changes and keeps them. Where they cannot be kept they count until the app ends. */
  readonly change: (change: Partial<Settings>) => void;
};

type Read = { readonly settings: Settings; readonly problem: SettingsProblem | null };

const read = (path: string): Read => {
  try {
    const found: unknown = JSON.parse(readFileSync(path, 'utf8'));
    if (anyVersion.parse(found).version > VERSION)
      return { settings: DEFAULT_SETTINGS, problem: 'settings-newer' };
    return { settings: versionOne.parse(found).settings, problem: null };
  } catch (error) {
    const absent = error instanceof Error && 'code' in error && error.code === 'ENOENT';
    return { settings: DEFAULT_SETTINGS, problem: absent ? null : 'settings-damaged' };
  }
};

/**
 * Opens the settings in a profile's folder. None, or a damaged file: the defaults. A file of a newer
 * version is left as it is, and never written over.
 */
export const openSettings = (folder: string): SettingsFile => {
  const path = join(folder, 'settings.json');
  let { settings, problem } = read(path);
  return {
    current: () => settings,
    problem: () => problem,
    change: (change) => {
      settings = { ...settings, ...change };
      if (problem === 'settings-newer') return;
      try {
        writeAtomically(path, `${JSON.stringify({ version: VERSION, settings })}\n`);
        problem = null;
      } catch {
        problem = 'settings-not-saved';
      }
    },
  };
};
