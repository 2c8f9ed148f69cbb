import type { DeliveryId } from '../../../shared/protocol/ids.ts';
import type { Entry } from '../../../shared/protocol/log/entry.ts';
import type { ExceptionOutcome, Strokes } from '../../../shared/protocol/outcome.ts';
import { err, ok, type Result } from '../../../shared/result.ts';
import type { ProblemCode } from '../../../shared/terminal/problem.ts';
import type { LogWriter } from '../log/write-log.ts';
import type { Store } from '../ports/store.ts';

/** What the driver says of a stop that ended without a code. */
export type ExceptionSaid = {
  readonly outcome: ExceptionOutcome;
  readonly note: string;
  readonly strokes: Strokes;
};

/**
 * Records that a stop ended without a code, entry and state together. It can be recorded again,
 * and the stop can still be delivered later: it is what the driver says, and proves nothing. One
 * that is handed over has its outcome: then there is nothing to record, and null comes back.
 */
export const recordException = async (
  log: LogWriter,
  store: Store,
  delivery: DeliveryId,
  said: ExceptionSaid,
): Promise<Result<Entry | null, ProblemCode>> => {
  const stop = store.stop(delivery);
  if (stop === null) return err('internal');
  if (stop.acceptance !== null) return ok(null);
  const content = { kind: 'exception', delivery, epoch: stop.epoch, ...said } as const;
  return log.append(content, (writer, { time }) =>
    writer.recordException(delivery, said.outcome, time.at),
  );
};
