import type { Forms, SameKeys } from '../../../renderer/i18n/word-forms.ts';
import type { en } from './en.ts';

export type Language = keyof Forms;

/** All the words of one language, with the keys of the English ones and its own plural forms. */
export type Words<L extends Language> = SameKeys<typeof en, Forms[L]>;
