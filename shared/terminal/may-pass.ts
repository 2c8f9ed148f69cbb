import type { ProblemCode } from './problem.ts';

// Of types alone, so that the window may ask it too.
const PASSING: ReadonlySet<ProblemCode> = new Set<ProblemCode>([
  'keychain-absent',
  'keychain-no-session',
  'keychain-not-made',
  'keychain-locked',
  'keychain-failed',
  'keychain-full',
  'machine-unnamed',
  'keychain-slow',
  'store-in-use',
  'store-full',
]);

/** Whether what hinders the terminal may pass: then it is tried again, by itself and by a button. */
export const mayPass = (problem: ProblemCode): boolean => PASSING.has(problem);

const FIRST_WAIT_MS = 1_000;
const LONGEST_WAIT_MS = 15_000;

/** How long to wait after so many tries in vain: a driver stands before it, and tries cost little. */
export const retryAfterMs = (failures: number): number =>
  Math.min(LONGEST_WAIT_MS, FIRST_WAIT_MS * 2 ** Math.min(failures, 10));
