import type { ProblemCode } from '../../shared/terminal/problem.ts';

/**
 * What the serial port's library says, as the sentence that a person is to see. Windows lets every
 * user open every port: one that it denies is one that another program has. Its numbers are those
 * of a device that was pulled: 22, 31, 121, 433 and 1167 (ERROR_BAD_COMMAND, ERROR_GEN_FAILURE,
 * ERROR_SEM_TIMEOUT, ERROR_NO_SUCH_DEVICE, ERROR_DEVICE_NOT_CONNECTED).
 */
export const portProblem = (said: string): ProblemCode => {
  if (/access denied|lock|busy|EBUSY/i.test(said)) return 'scanner-busy';
  if (/permission|EACCES|EPERM/i.test(said)) return 'scanner-not-permitted';
  const isGone =
    /no such file|ENOENT|not found|cannot find|unknown error code (22|31|121|433|1167)\b/i;
  return isGone.test(said) ? 'scanner-gone' : 'scanner-failed';
};
