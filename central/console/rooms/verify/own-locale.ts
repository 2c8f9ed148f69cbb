import { useTranslation } from 'react-i18next';
import type { Locale } from '../../../../renderer/i18n/moment.ts';

/** The reader's language and clocks: a file does not say where its depot is. */
export const useOwnLocale = (): Locale => ({
  language: useTranslation().i18n.language,
  zone: new Intl.DateTimeFormat().resolvedOptions().timeZone,
});
