import { useTranslation } from 'react-i18next';
import { momentAtOf } from '../../../renderer/i18n/moment.ts';
import type { Instant } from '../../../shared/protocol/ids.ts';
import { useServerTime } from '../api/server-time.ts';
import { useLocale } from '../frame/use-locale.ts';

/** There is no connection, and what is shown is of this moment. */
export const Stale = ({ at }: { readonly at: number }) => {
  const { t } = useTranslation();
  const locale = useLocale();
  const now = useServerTime();
  return (
    <p className="stale" role="status">
      {t('state.offline', { moment: momentAtOf(at as Instant, now, t, locale) })}
    </p>
  );
};
