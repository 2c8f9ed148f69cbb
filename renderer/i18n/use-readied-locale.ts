import { useEffect } from 'react';
import { useTranslation } from 'react-i18next';
import type { Instant } from '../../shared/protocol/ids.ts';
import { machineZone } from './locale.tsx';
import { timeOf } from './moment.ts';
import { spanOf } from './quantity.ts';

/**
 * Writes a time and a span once, for nobody: the first of each takes tens of milliseconds, and the
 * page has them while it waits for its first view.
 */
export const useReadiedLocale = (): void => {
  const { i18n } = useTranslation();
  useEffect(() => {
    timeOf(0 as Instant, { language: i18n.language, zone: machineZone() });
    spanOf(0, 'hour', i18n.language);
  }, [i18n.language]);
};
