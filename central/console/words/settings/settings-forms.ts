import type { Forms, SameKeys } from '../../../../renderer/i18n/word-forms.ts';
import type { Language } from '../words.ts';
import type { en } from './en.ts';

/** The words of the settings in one language: admins alone need them, so they are not in the others. */
export type SettingsWords<L extends Language> = SameKeys<typeof en, Forms[L]>;
