import { useTranslation } from 'react-i18next';
import { useDepot } from '../depot.tsx';
import type { Locale } from './moment.ts';

let ofMachine: string | null = null;
/** Found once: a route has fifty times on it, and asking the system is slow. */
export const machineZone = (): string => {
  ofMachine ??= new Intl.DateTimeFormat().resolvedOptions().timeZone;
  return ofMachine;
};

/** The language that is chosen and the depot's zone; until that is known, the machine's own. */
export const useLocale = (): Locale => {
  const { i18n } = useTranslation();
  const { timeZone } = useDepot();
  return {
    language: i18n.language,
    zone: timeZone ?? machineZone(),
  };
};
