import { type ProblemCode, problemOf } from '../../../shared/terminal/problem.ts';
import type { LogWriter } from '../log/write-log.ts';
import type { Clock } from '../ports/clock.ts';
import type { ClockReading } from './read-clock.ts';

/**
 * Writes an entry when the wall clock begins to disagree with trusted time, once for as long as it
 * does. To be called whenever something is about to depend on the time.
 */
export const makeClockWatch = (
  {
    log,
    clock,
    readClock,
  }: {
    readonly log: LogWriter;
    readonly clock: Clock;
    readonly readClock: () => ClockReading;
  },
  failed: (problem: ProblemCode) => void,
): (() => void) => {
  let noted = false;
  return () => {
    const { wallWrong } = readClock();
    const begins = wallWrong && !noted;
    noted = wallWrong;
    if (!begins) return;
    log.append({ kind: 'clock-fault', wall: clock.wall() }).then(
      (entry) => {
        if (!entry.ok) failed(entry.error);
      },
      (error: unknown) => failed(problemOf(error)),
    );
  };
};
