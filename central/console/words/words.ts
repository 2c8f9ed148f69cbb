import type { Forms, SameKeys } from '../../../renderer/i18n/word-forms.ts';
import type { en } from './en.ts';
import type { en as enrol } from './enrol/en.ts';
import type { en as files } from './import/en.ts';
import type { en as messages } from './messages/en.ts';
import type { en as proof } from './proof/en.ts';
import type { en as reports } from './reports/en.ts';
import type { en as settle } from './settle/en.ts';
import type { en as stop } from './stop/en.ts';

export type Language = keyof Forms;

/** All the words of one language, with the keys of the English ones and its own plural forms. */
export type Words<L extends Language> = SameKeys<typeof en, Forms[L]>;

/** The English words that come with a room, by the name of their namespace. */
export type RoomWords = {
  readonly stop: typeof stop;
  readonly settle: typeof settle;
  readonly messages: typeof messages;
  readonly enrol: typeof enrol;
  readonly import: typeof files;
  readonly reports: typeof reports;
  readonly proof: typeof proof;
};

/** All the words of a room in one language, with the keys of the English ones and its own plural forms. */
export type WordsOf<R extends keyof RoomWords, L extends Language> = SameKeys<
  RoomWords[R],
  Forms[L]
>;
