import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';
import {
  DEFAULT_IT_SETTINGS,
  type ItChange,
  type ItSettings,
  itSettings,
} from '../../shared/terminal/settings/it-settings.ts';
import {
  DEFAULT_SETTINGS,
  type Settings,
  type SettingsProblem,
  settings,
} from '../../shared/terminal/settings/settings.ts';
import { onceLetGo } from '../files/held-files.ts';
import { writeAtomically } from '../files/write-atomically.ts';

const VERSION = 1;
const anyVersion = z.looseObject({ version: z.int().min(1) });
const versionOne = z.strictObject({
  version: z.literal(VERSION),
  settings,
  it: itSettings.default(DEFAULT_IT_SETTINGS),
});

/** The settings of one terminal, and the file that keeps them. */
export type SettingsFile = {
  readonly current: () => Settings;
  /** What is the matter with the file; null if nothing is. */
  readonly problem: () => SettingsProblem | null;
  /** Changes and keeps them. Where they cannot be kept they count until the app ends. */
  readonly change: (change: Partial<Settings>) => void;
  readonly it: () => ItSettings;
  readonly changeIt: (change: ItChange) => void;
  /** The file is gone: the terminal was wiped. */
  readonly readAgain: () => void;
};

type Read = {
  readonly settings: Settings;
  readonly it: ItSettings;
  readonly problem: SettingsProblem | null;
};

const DEFAULTS = { settings: DEFAULT_SETTINGS, it: DEFAULT_IT_SETTINGS };

const read = (path: string): Read => {
  try {
    const found: unknown = JSON.parse(onceLetGo(() => readFileSync(path, 'utf8')));
    if (anyVersion.parse(found).version > VERSION)
      return { ...DEFAULTS, problem: 'settings-newer' };
    const { settings: chosen, it } = versionOne.parse(found);
    return { settings: chosen, it, problem: null };
  } catch (error) {
    const absent = error instanceof Error && 'code' in error && error.code === 'ENOENT';
    return { ...DEFAULTS, problem: absent ? null : 'settings-damaged' };
  }
};

/**
 * Opens the settings in a profile's folder. None, or a damaged file: the defaults. A file of a newer
 * version is left as it is, and never written over.
 */
export const openSettings = (folder: string): SettingsFile => {
  const path = join(folder, 'settings.json');
  let { settings, it, problem } = read(path);
  const keep = (): void => {
    if (problem === 'settings-newer') return;
    try {
      writeAtomically(path, `${JSON.stringify({ version: VERSION, settings, it })}\n`);
      problem = null;
    } catch {
      problem = 'settings-not-saved';
    }
  };
  return {
    current: () => settings,
    problem: () => problem,
    change: (change) => {
      settings = { ...settings, ...change };
      keep();
    },
    it: () => it,
    changeIt: (change) => {
      it = { ...it, ...change };
      keep();
    },
    readAgain: () => {
      ({ settings, it, problem } = read(path));
    },
  };
};
