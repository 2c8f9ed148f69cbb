import { dayAfter, isDay } from './days.ts';

export const SPANS = ['month', 'week', 'day'] as const;
export type SpanKind = (typeof SPANS)[number];
/** Which time a report is of: that which has this day; without one, the one that is now. */
export type Span = { readonly by?: SpanKind; readonly on?: string; readonly whole?: true };

export const isSpanKind = (text: unknown): text is SpanKind => SPANS.some((one) => one === text);

/** Out of an address that anybody may have written. */
export const readSpan = ({ by, on, whole }: Readonly<Record<string, unknown>>): Span => ({
  ...(isSpanKind(by) ? { by } : {}),
  ...(typeof on === 'string' && isDay(on) ? { on } : {}),
  ...(whole === true ? { whole } : {}),
});

/** The first and the last day of a time. Weeks begin on Monday (ISO 8601). */
export const daysOf = (
  by: SpanKind,
  on: string,
): { readonly from: string; readonly to: string } => {
  if (by === 'day') return { from: on, to: on };
  if (by === 'week') {
    const weekday = (new Date(`${on}T00:00:00Z`).getUTCDay() + 6) % 7;
    return { from: dayAfter(on, -weekday), to: dayAfter(on, 6 - weekday) };
  }
  const from = `${on.slice(0, 7)}-01`;
  const next = dayAfter(from, 31).slice(0, 7);
  return { from, to: dayAfter(`${next}-01`, -1) };
};

/** A day of the time before, or of the one after. */
export const stepFrom = (by: SpanKind, on: string, step: -1 | 1): string => {
  const { from, to } = daysOf(by, on);
  return step === -1 ? dayAfter(from, -1) : dayAfter(to, 1);
};
