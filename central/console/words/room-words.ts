import type { i18n } from 'i18next';
import { isLanguage } from './languages.ts';
import { SETTINGS_WORDS } from './settings/settings-words.ts';
import type { Language, RoomWords, WordsOf } from './words.ts';

type Room = keyof RoomWords;

/** Words that some rooms alone need are loaded with these, and not with the page. */
export const ROOM_WORDS: {
  readonly [R in Room]: { readonly [L in Language]: () => Promise<WordsOf<R, L>> };
} = {
  settle: {
    en: async () => (await import('./settle/en.ts')).en,
    de: async () => (await import('./settle/de.ts')).de,
    fr: async () => (await import('./settle/fr.ts')).fr,
    es: async () => (await import('./settle/es.ts')).es,
    pl: async () => (await import('./settle/pl.ts')).pl,
    ar: async () => (await import('./settle/ar.ts')).ar,
  },
  stop: {
    en: async () => (await import('./stop/en.ts')).en,
    de: async () => (await import('./stop/de.ts')).de,
    fr: async () => (await import('./stop/fr.ts')).fr,
    es: async () => (await import('./stop/es.ts')).es,
    pl: async () => (await import('./stop/pl.ts')).pl,
    ar: async () => (await import('./stop/ar.ts')).ar,
  },
  messages: {
    en: async () => (await import('./messages/en.ts')).en,
    de: async () => (await import('./messages/de.ts')).de,
    fr: async () => (await import('./messages/fr.ts')).fr,
    es: async () => (await import('./messages/es.ts')).es,
    pl: async () => (await import('./messages/pl.ts')).pl,
    ar: async () => (await import('./messages/ar.ts')).ar,
  },
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
  proof: {
    en: async () => (await import('./proof/en.ts')).en,
    de: async () => (await import('./proof/de.ts')).de,
    fr: async () => (await import('./proof/fr.ts')).fr,
    es: async () => (await import('./proof/es.ts')).es,
    pl: async () => (await import('./proof/pl.ts')).pl,
    ar: async () => (await import('./proof/ar.ts')).ar,
  },
  reports: {
    en: async () => (await import('./reports/en.ts')).en,
    de: async () => (await import('./reports/de.ts')).de,
    fr: async () => (await import('./reports/fr.ts')).fr,
    es: async () => (await import('./reports/es.ts')).es,
    pl: async () => (await import('./reports/pl.ts')).pl,
    ar: async () => (await import('./reports/ar.ts')).ar,
  },
};

/** The words of the settings are many, and among the common ones: these are there with them. */
const KNOWN_BY = 'settings.section';

const loadSettings = async (words: i18n, language: Language): Promise<void> => {
  if (words.getResource(language, 'translation', KNOWN_BY) !== undefined) return;
  const settings = await SETTINGS_WORDS[language]();
  words.addResourceBundle(language, 'translation', { settings }, true);
};

/**
 * Readies the words of a room in the language that is spoken; `useTranslation(room)` gives them, or
 * `useTranslation()` those of the settings. What did not come is asked for again the next time.
 */
export const loadRoomWords = async (
  words: i18n,
  room: Room | 'settings',
  language: string = words.language,
): Promise<void> => {
  if (!isLanguage(language)) return;
  if (room === 'settings') return loadSettings(words, language);
  if (words.hasResourceBundle(language, room)) return;
  words.addResourceBundle(language, room, await ROOM_WORDS[room][language]());
};

/** Readies, in another language, the words of each room that somebody was in. */
export const loadSameRooms = async (words: i18n, language: Language): Promise<void> => {
  const known = (Object.keys(ROOM_WORDS) as Room[]).filter((room) =>
    words.hasResourceBundle(words.language, room),
  );
  const wasSet = words.getResource(words.language, 'translation', KNOWN_BY) !== undefined;
  const rooms = [...known, ...(wasSet ? (['settings'] as const) : [])];
  await Promise.all(rooms.map((room) => loadRoomWords(words, room, language)));
};
