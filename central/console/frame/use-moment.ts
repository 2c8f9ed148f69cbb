import { useTranslation } from 'react-i18next';
import { momentOf } from '../../../renderer/i18n/moment.ts';
import type { Instant } from '../../../shared/protocol/ids.ts';
import { useServerTime } from '../api/server-time.ts';
import { useLocale } from './use-locale.ts';

/** Says moments as a label does, by the depot's clock: 'today 14:02'. */
export const useMoment = (): ((at: number) => string) => {
  const { t } = useTranslation();
  const locale = useLocale();
  const now = useServerTime();
  return (at) => momentOf(at as Instant, now, t, locale);
};
