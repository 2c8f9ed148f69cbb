import { useQuery } from '@tanstack/react-query';
import { useSearch } from '@tanstack/react-router';
import type { ParseKeys } from 'i18next';
import { useTranslation } from 'react-i18next';
import { dateTag } from '../../../../renderer/i18n/date-tag.ts';
import { momentAtOf } from '../../../../renderer/i18n/moment.ts';
import type { Instant } from '../../../../shared/protocol/ids.ts';
import { dayOf } from '../../../../shared/protocol/time/zoned-day.ts';
import { useServerTime } from '../../api/server-time.ts';
import { daysOf, type SpanKind } from '../../api/spans.ts';
import { Heading } from '../../components/heading.tsx';
import { RoomTitle } from '../../components/room-title.tsx';
import { WithoutDepot } from '../../components/without-depot.tsx';
import { Loading } from '../../frame/failures.tsx';
import { type Depot, useChosenDepot } from '../../frame/use-depot.ts';
import { useLocale } from '../../frame/use-locale.ts';
import { numberOf } from '../../words/quantities.ts';
import { CountsSection } from './counts-section.tsx';
import { DaysSection } from './days-section.tsx';
import { reportQuery } from './report-query.ts';
import { SpanChoice } from './span-choice.tsx';
import { eachDay, handOversOf, shareInWords, sumOf } from './sums.ts';
import { TerminalsSection } from './terminals-section.tsx';
import './reports-room.css';

const FORMS: Readonly<Record<SpanKind, Intl.DateTimeFormatOptions>> = {
  month: { month: 'long', year: 'numeric' },
  week: { day: 'numeric', month: 'long', year: 'numeric' },
  day: { dateStyle: 'full' },
};

/** What a time is called: 'November 2026'. */
const useSpanName = (): ((by: SpanKind, from: string) => string) => {
  const { t, i18n } = useTranslation('reports');
  return (by, from) => {
    const form = new Intl.DateTimeFormat(dateTag(i18n.language), { ...FORMS[by], timeZone: 'UTC' });
    const name = form.format(Date.parse(`${from}T00:00:00Z`));
    return by === 'week' ? t('weekOf', { day: name }) : name;
  };
};

/** Of days to come nothing is known. */
const lastOf = (to: string, today: string): string => [to, today].toSorted()[0] ?? to;

const PARTS = [
  ['ends', 'end'],
  ['tries', 'try'],
  ['exceptions', 'exception'],
  ['messages', 'message'],
  ['door', 'door'],
] as const;

const Reports = ({ depot }: { readonly depot: Depot }) => {
  const { t, i18n } = useTranslation('reports');
  const { t: t0 } = useTranslation();
  const locale = useLocale();
  const now = useServerTime();
  const spanName = useSpanName();
  const today = dayOf(now as Instant, depot.timeZone);
  const { by = 'month', on = today, whole } = useSearch({ from: '/signed-in/reports' });
  const { from, to } = daysOf(by, on);
  const { data: report, error } = useQuery(reportQuery(whole ? null : depot.id, from, to));
  if (report === undefined) {
    if (error !== null) throw error;
    return <Loading />;
  }
  const { periods, terminals, countedAt } = report;
  const ends = sumOf(periods, 'ends');
  const { customer, override, all } = handOversOf(ends);
  const period = spanName(by, from);
  const number = (count: number): string => numberOf(count, i18n.language);
  const file = `${t0('reports.room').toLowerCase()}-${from}-${to}`;
  const nameOf =
    (kind: (typeof PARTS)[number][1]) =>
    (name: string): string =>
      t(`${kind}.${name}` as ParseKeys<'reports'>, { defaultValue: name });
  return (
    <div className="reports-room">
      <Heading className="sentence">
        {all === 0
          ? t('none', { period })
          : t('sentence', { period, share: shareInWords(customer, all, i18n.language) })}
      </Heading>
      <p className="stops-line">
        {all === 0 ? t('noneNext') : t('sum', { total: number(all), override: number(override) })}
      </p>
      <SpanChoice by={by} on={on} today={today} whole={whole === true} />
      {periods.length > 0 && (
        <>
          {by !== 'day' && (
            <DaysSection days={eachDay(periods, from, lastOf(to, today))} file={`${file}-days`} />
          )}
          <div className="report-sections">
            {PARTS.map(([part, kind]) => (
              <CountsSection
                key={part}
                title={t(`title.${part}`)}
                file={`${file}-${part}`}
                counts={part === 'ends' ? ends : sumOf(periods, part)}
                nameOf={nameOf(kind)}
              />
            ))}
            <TerminalsSection terminals={terminals} file={`${file}-terminals`} />
          </div>
        </>
      )}
      {countedAt !== null && (
        <p className="hint">
          {t('counted', { moment: momentAtOf(countedAt as Instant, now, t0, locale) })}
        </p>
      )}
    </div>
  );
};

/** What a depot did in a month, a week or a day, in one sentence and in tables. */
export const ReportsRoom = () => {
  const { t } = useTranslation();
  const depot = useChosenDepot();
  return (
    <>
      <RoomTitle room={t('reports.room')} />
      {depot === null ? <WithoutDepot /> : <Reports depot={depot} />}
    </>
  );
};
