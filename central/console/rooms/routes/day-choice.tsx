import { Link, useNavigate } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import { asSentence, dayWords } from '../../../../renderer/i18n/moment.ts';
import type { Day } from '../../../../shared/protocol/ids.ts';
import { dayAfter, isDay } from '../../api/days.ts';
import type { DepotDay } from '../../api/dispatch.ts';
import { useServerTime } from '../../api/server-time.ts';
import { useLocale } from '../../frame/use-locale.ts';

/** Which day is looked at: one before, one after, today, or any. */
export const DayChoice = ({ day, today }: Pick<DepotDay, 'day' | 'today'>) => {
  const { t } = useTranslation();
  const navigate = useNavigate();
  const locale = useLocale();
  const now = useServerTime();
  const nameOf = (of: string): string =>
    asSentence(dayWords(of as Day, now, t, locale), locale.language);
  /** Today has the plain address: tomorrow it is another day. */
  const searchOf = (of: string) => ({ day: of === today ? undefined : of });
  const days = [dayAfter(day, -1), ...(day === today ? [] : [today]), dayAfter(day, 1)];
  return (
    <div className="day-choice">
      <label className="field">
        {t('routes.day')}
        <input
          type="date"
          value={day}
          onChange={({ target: { value } }) => {
            if (isDay(value)) void navigate({ to: '/routes', search: searchOf(value) });
          }}
        />
      </label>
      {[...new Set(days)].toSorted().map((other) => (
        <Link key={other} className="quiet-button" to="/routes" search={searchOf(other)}>
          {nameOf(other)}
        </Link>
      ))}
    </div>
  );
};
