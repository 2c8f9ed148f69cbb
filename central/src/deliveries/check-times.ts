import type { Instant } from '../../../shared/protocol/ids.ts';
import { dayOf } from '../../../shared/protocol/time/zoned-day.ts';
import type { ImportLine } from './csv-columns.ts';
import type { LineProblem } from './split-rows.ts';

const HOUR_MS = 3_600_000;
const MAX_DAYS = 60;
/** So long a route may go on after midnight, counted from its first arrival. */
const MAX_NIGHT_HOURS = 12;

type Times = Pick<ImportLine, 'line' | 'arrival' | 'not_before' | 'not_after'>;

/** A row's times against each other and against now. */
export const checkTimes = (
  { line, arrival, not_before, not_after }: Times,
  now: Instant,
): LineProblem[] => {
  const column = 'not_after';
  if (not_after <= not_before) {
    const reason = 'The end of the validity must be after not_before.';
    return [{ line, column, code: 'validity-reversed', reason }];
  }
  if (not_after <= now) {
    const reason = "The code's validity has already ended.";
    return [{ line, column, code: 'already-over', reason }];
  }
  if (arrival < not_before || arrival > not_after) {
    const reason = 'The arrival must be between not_before and not_after.';
    return [{ line, column: 'arrival', code: 'arrival-outside', reason }];
  }
  if (not_after - arrival > MAX_DAYS * 24 * HOUR_MS) {
    const reason = `The end of the validity is more than ${MAX_DAYS} days after the arrival.`;
    return [{ line, column, code: 'validity-too-long', reason }];
  }
  return [];
};

/** A route is a route of one day: it may go on after midnight, but not begin anew. */
export const checkDays = (lines: readonly ImportLine[], timeZone: string): LineProblem[] => {
  const firsts = new Map<string, ImportLine>();
  for (const line of lines) {
    const first = firsts.get(line.route);
    if (first === undefined || line.arrival < first.arrival) firsts.set(line.route, line);
  }
  return lines.flatMap(({ line, route, arrival }) => {
    const first = firsts.get(route);
    if (first === undefined || arrival - first.arrival < MAX_NIGHT_HOURS * HOUR_MS) return [];
    if (dayOf(arrival, timeZone) === dayOf(first.arrival, timeZone)) return [];
    const reason = `Row ${first.line} has an arrival of the same route on an earlier day. A route covers one day: import each day in its own file.`;
    return [{ line, column: 'arrival', code: 'route-of-two-days', reason }];
  });
};
