import type { Instant } from '../../../shared/protocol/ids.ts';
import type { LineProblem } from '../deliveries/new-stop.ts';
import type { CellValues } from './csv-columns.ts';

const HOUR_MS = 3_600_000;
const MAX_DAYS = 60;
/** A year, and some days: whoever writes more has written another year than was meant. */
const MAX_DAYS_AHEAD = 370;

type Times = Pick<CellValues, 'line' | 'arrival' | 'not_before' | 'not_after'>;

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
  if (arrival - now > MAX_DAYS_AHEAD * 24 * HOUR_MS) {
    const reason = `The arrival is more than ${MAX_DAYS_AHEAD} days ahead. Check the year.`;
    return [{ line, column: 'arrival', code: 'too-far-ahead', reason }];
  }
  if (not_after - arrival > MAX_DAYS * 24 * HOUR_MS) {
    const reason = `The end of the validity is more than ${MAX_DAYS} days after the arrival.`;
    return [{ line, column, code: 'validity-too-long', reason }];
  }
  return [];
};
