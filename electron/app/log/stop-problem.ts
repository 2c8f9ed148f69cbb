import { assertNever } from '../../../shared/assert-never.ts';
import type { StoppedWhy } from '../../../shared/protocol/log/entry.ts';
import type { ProblemCode } from '../../../shared/terminal/problem.ts';

/** Why a terminal that was stopped for good accepts nothing, as the problem that is shown. */
export const stopProblem = ({ reason }: StoppedWhy): ProblemCode => {
  switch (reason) {
    case 'revoked':
      return 'terminal-revoked';
    case 'log-refused':
      return 'log-refused';
    default:
      return assertNever(reason);
  }
};
