import { z } from 'zod';

/** Every language that the product speaks, as BCP 47 tags. */
export const language = z.enum(['en', 'de', 'fr', 'es', 'pl', 'ar']);

/** Where the scanner is plugged in: a serial path of Linux or macOS, or a COM port of Windows. */
export const serialPath = z.string().regex(/^(\/dev\/[\w./:-]{1,100}|COM\d{1,3})$/);

/** How loud the sounds are, in percent; 0 is silence. */
export const VOLUMES = [0, 30, 60, 100] as const;
const volume = z.literal(VOLUMES);

const fields = {
  /** Null: the language of the operating system. */
  language: language.nullable(),
  volume,
  /** Null: the scanner is found by itself. */
  scanner: serialPath.nullable(),
  /** Whether the packaged app starts full screen, with no way out but IT's. */
  kiosk: z.boolean(),
};
export const settings = z.strictObject(fields);
export type Settings = z.infer<typeof settings>;

/** What the window goes by. */
export type Preferences = Pick<Settings, 'language' | 'volume'>;

/** One setting, changed. */
export const settingChange = z.union([
  z.strictObject({ language: fields.language }),
  z.strictObject({ volume: fields.volume }),
  z.strictObject({ scanner: fields.scanner }),
  z.strictObject({ kiosk: fields.kiosk }),
]);
export type SettingChange = z.infer<typeof settingChange>;

export const DEFAULT_SETTINGS: Settings = {
  language: null,
  volume: 100,
  scanner: null,
  kiosk: false,
};

/** Why a settings file was not taken: made by a newer version of the app, or no settings at all. */
export type SettingsProblem = 'settings-newer' | 'settings-damaged';

const VERSION = 1;
const anyVersion = z.looseObject({ version: z.int().min(1) });
const settingsFile = z.strictObject({ version: z.literal(VERSION), ...fields });

export type ReadSettings = {
  readonly settings: Settings;
  readonly problem: SettingsProblem | null;
};

/** Reads the text of a settings file. What cannot be read stands as the defaults, with the reason. */
export const readSettings = (text: string): ReadSettings => {
  const refuse = (problem: SettingsProblem) => ({ settings: DEFAULT_SETTINGS, problem });
  try {
    const json: unknown = JSON.parse(text);
    const parsed = settingsFile.safeParse(json);
    if (parsed.success) {
      const { version: _, ...found } = parsed.data;
      return { settings: found, problem: null };
    }
    const newer = anyVersion.safeParse(json);
    return refuse(
      newer.success && newer.data.version > VERSION ? 'settings-newer' : 'settings-damaged',
    );
  } catch {
    return refuse('settings-damaged');
  }
};

/** The text of a settings file. */
export const writeSettings = (of: Settings): string =>
  `${JSON.stringify({ version: VERSION, ...of }, null, 2)}\n`;
