import { useTranslation } from 'react-i18next';
import { momentOf } from '../../../../renderer/i18n/moment.ts';
import type { Instant } from '../../../../shared/protocol/ids.ts';
import { useServerTime } from '../../api/server-time.ts';
import { useLocale } from '../../frame/use-locale.ts';

/** Says when something was or will be, as the reader does: 'yesterday 18:00'. */
export const useMoment = (): ((at: number) => string) => {
  const { t } = useTranslation();
  const locale = useLocale();
  const now = useServerTime();
  return (at) => momentOf(at as Instant, now, t, locale);
};
