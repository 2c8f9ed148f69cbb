import { useTranslation } from 'react-i18next';
import type { Locale } from '../../../renderer/i18n/moment.ts';
import { useChosenDepot } from './use-depot.ts';

/** The reader's language, and the clocks of the depot that is looked at. */
export const useLocale = (): Locale => {
  const { i18n } = useTranslation();
  const depot = useChosenDepot();
  return { language: i18n.language, zone: depot?.timeZone ?? 'UTC' };
};
