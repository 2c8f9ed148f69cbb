import { z } from 'zod';
import { LANGUAGE_TAGS } from '../../protocol/plain-values.ts';

export const language = z.enum(LANGUAGE_TAGS);
export type Language = z.infer<typeof language>;

/** How the terminal looks and sounds: chosen on the terminal, kept on it, and no secret. */
export const settings = z.strictObject({
  /** Null: the language of the operating system. */
  language: language.nullable(),
  /** `auto`: light or dark, as the operating system has it. `sun`: light, with nothing pale. */
  theme: z.enum(['auto', 'sun', 'dark']),
  textSize: z.enum(['normal', 'large', 'largest']),
  /** Per cent of the loudest; 0 is mute. */
  volume: z.int().min(0).max(100),
});
export type Settings = z.infer<typeof settings>;

/** What counts until somebody has chosen. */
export const DEFAULT_SETTINGS: Settings = {
  language: null,
  theme: 'auto',
  textSize: 'normal',
  volume: 100,
};

/** What can be the matter with the kept settings. The terminal works all the same. */
export type SettingsProblem = 'settings-newer' | 'settings-damaged' | 'settings-not-saved';
