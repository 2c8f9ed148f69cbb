import { z } from 'zod';

/** Every way in which the terminal can be hindered, as a stable code. The renderer has the words. */
export const problemCode = z.enum([
  'keychain-absent',
  'keychain-no-session',
  'keychain-not-made',
  'keychain-locked',
  'keychain-failed',
  'keychain-slow',
  'keychain-full',
  'keychain-item-corrupt',
  'keys-of-another-machine',
  'machine-unnamed',
  'store-key-missing',
  'store-wrong-key',
  'store-missing',
  'store-damaged',
  'store-newer',
  'store-in-use',
  'store-full',
  'store-read-only',
  'store-rolled-back',
  'scanner-gone',
  'scanner-not-permitted',
  'scanner-busy',
  'scanner-failed',
  'enrolment-unreadable',
  'enrolment-insecure',
  'enrolment-token-used',
  'enrolment-token-expired',
  'enrolment-token-unknown',
  'already-enrolled',
  'central-unreachable',
  'central-untrusted',
  'central-certificate-expired',
  'central-behind-proxy',
  'central-slow',
  'central-busy',
  'central-failed',
  'central-not-genuine',
  'central-answer-malformed',
  'hand-in-refused',
  'terminal-unknown',
  'terminal-revoked',
  'log-refused',
  'clock-not-set',
  'wipe-unfinished',
  'settings-newer',
  'settings-damaged',
  'settings-not-saved',
  'internal',
]);
export type ProblemCode = z.infer<typeof problemCode>;

/** An error on its way to where its problem can be said: what hindered is known, who called is not. */
export class Hindrance extends Error {
  readonly problem: ProblemCode;
  constructor(problem: ProblemCode, cause: unknown) {
    super(problem, { cause });
    this.problem = problem;
  }
}

/** The problem that an error is. `internal` if it carries none: then it is a mistake of ours. */
export const problemOf = (error: unknown): ProblemCode =>
  error instanceof Hindrance ? error.problem : 'internal';
