import { CentralRefused, makeCentralApi, type ProblemCode } from '../../client/client.ts';

/** Central, asked as whoever is signed in here: the browser alone has the session's cookie. */
export const central = makeCentralApi({});

/**
 * The stable code of the problem for which central refused; null: it was not reached, or said nothing.
 * A later central may have others: what is compared with it must be one that the API has.
 */
export const codeOf = (error: unknown): ProblemCode | null =>
  error instanceof CentralRefused ? (error.code as ProblemCode | null) : null;

/** The status of a refusal; 0: central was not reached. */
export const statusOf = (error: unknown): number =>
  error instanceof CentralRefused ? error.status : 0;

/** Whether somebody has to sign in, once more or for the first time. */
export const isSignedOut = (error: unknown): boolean => statusOf(error) === 401;
