import type { i18n } from 'i18next';
import type { Forms, SameKeys } from '../../../renderer/i18n/word-forms.ts';
import type { en as enrol } from './enrol/en.ts';
import type { en as files } from './import/en.ts';
import { isLanguage } from './languages.ts';
import type { Language } from './words.ts';

/** The English words that come with a room, by the name of their namespace. */
export type RoomWords = { readonly enrol: typeof enrol; readonly import: typeof files };
type Room = keyof RoomWords;

/** All the words of a room in one language, with the keys of the English ones and its own plural forms. */
export type WordsOf<R extends Room, L extends Language> = SameKeys<RoomWords[R], Forms[L]>;

/** Words that some rooms alone need are loaded with these, and not with the page. */
export const ROOM_WORDS: {
  readonly [R in Room]: { readonly [L in Language]: () => Promise<WordsOf<R, L>> };
} = {
  enrol: {
    en: async () => (await import('./enrol/en.ts')).en,
    de: async () => (await import('./enrol/de.ts')).de,
    fr: async () => (await import('./enrol/fr.ts')).fr,
    es: async () => (await import('./enrol/es.ts')).es,
    pl: async () => (await import('./enrol/pl.ts')).pl,
    ar: async () => (await import('./enrol/ar.ts')).ar,
  },
  import: {
    en: async () => (await import('./import/en.ts')).en,
    de: async () => (await import('./import/de.ts')).de,
    fr: async () => (await import('./import/fr.ts')).fr,
    es: async () => (await import('./import/es.ts')).es,
    pl: async () => (await import('./import/pl.ts')).pl,
    ar: async () => (await import('./import/ar.ts')).ar,
  },
};

/** Readies the words of a room in the language that is spoken; `useTranslation(room)` gives them. */
export const loadRoomWords = async (
  words: i18n,
  room: Room,
  language: string = words.language,
): Promise<void> => {
  if (!isLanguage(language) || words.hasResourceBundle(language, room)) return;
  words.addResourceBundle(language, room, await ROOM_WORDS[room][language]());
};

/** Readies, in another language, the words of each room that somebody was in. */
export const loadSameRooms = async (words: i18n, language: Language): Promise<void> => {
  const known = (Object.keys(ROOM_WORDS) as Room[]).filter((room) =>
    words.hasResourceBundle(words.language, room),
  );
  await Promise.all(known.map((room) => loadRoomWords(words, room, language)));
};
