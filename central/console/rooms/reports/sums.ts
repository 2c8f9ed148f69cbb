import { dateTag } from '../../../../renderer/i18n/date-tag.ts';
import { dayAfter } from '../../api/days.ts';
import type { ReportPeriod } from './report-query.ts';

/** How often each of some things was so. */
export type Counts = Readonly<Record<string, number>>;
type Kind = 'ends' | 'tries' | 'exceptions' | 'messages' | 'door';

/** All periods together. */
export const sumOf = (periods: readonly ReportPeriod[], kind: Kind): Counts => {
  const sums: Record<string, number> = {};
  for (const period of periods) {
    for (const [name, count] of Object.entries(period[kind])) {
      sums[name] = (sums[name] ?? 0) + count;
    }
  }
  return sums;
};

/** The days of a time, none left out: a day on which nothing was done has nothing. */
export const eachDay = (
  periods: readonly ReportPeriod[],
  from: string,
  to: string,
): readonly { readonly from: string; readonly ends: Counts }[] => {
  const known = new Map(periods.map((period) => [period.from, period]));
  const days: { from: string; ends: Counts }[] = [];
  for (let day = from; day <= to; day = dayAfter(day, 1)) {
    days.push({ from: day, ends: known.get(day)?.ends ?? {} });
  }
  return days;
};

/** By what the customer had, and by the dispatcher's code. */
export const handOversOf = (ends: Counts): { customer: number; override: number; all: number } => {
  const of = (name: string): number => ends[name] ?? 0;
  const customer = of('code') + of('pass') + of('token');
  return { customer, override: of('override'), all: customer + of('override') };
};

/**
 * A share in the reader's way, rounded: '98.7%'. All is said only if it is all, and none only if it is
 * none; of nothing there is none.
 */
export const shareInWords = (part: number, whole: number, language: string): string => {
  if (whole === 0) return '–';
  const rounded = Math.round((1_000 * part) / whole);
  const most = part < whole ? 999 : 1_000;
  const share = Math.max(part > 0 ? 1 : 0, Math.min(rounded, most)) / 1_000;
  return new Intl.NumberFormat(dateTag(language), {
    style: 'percent',
    maximumFractionDigits: 1,
  }).format(share);
};
