import createClient from 'openapi-fetch';
import type { paths } from './paths.d.ts';

/** Central, asked as whoever is signed in here: the browser alone has the session's cookie. */
export const central = createClient<paths>({ baseUrl: '/', credentials: 'same-origin' });

/** What central refused, by the stable name of the problem; `offline`: it was not reached. */
export class Refused extends Error {
  readonly code: string;
  readonly status: number;
  /** What the problem says beside: why, which fields, which version there is now. */
  readonly problem: Readonly<Record<string, unknown>>;
  /** After how long it may go, if central says so. */
  readonly waitMs: number | null;
  constructor(
    code: string,
    status: number,
    problem: Readonly<Record<string, unknown>> = {},
    waitMs: number | null = null,
  ) {
    super(`central refused: ${code}`);
    this.code = code;
    this.status = status;
    this.problem = problem;
    this.waitMs = waitMs;
  }
}

const waitOf = ({ headers }: Response): number | null => {
  const seconds = Number(headers.get('retry-after') ?? Number.NaN);
  return Number.isFinite(seconds) ? seconds * 1_000 : null;
};

const codeIn = (problem: unknown): string => {
  const type =
    typeof problem === 'object' && problem !== null && 'type' in problem ? problem.type : '';
  return String(type).split(':').at(-1) || 'internal';
};

/**
 * What central answered. Throws `Refused` for everything else, so that whoever shows it need not
 * tell a network that is away from a refusal by their forms.
 */
export const answerOf = async <Data>(
  asked: Promise<{
    readonly data?: Data | undefined;
    readonly error?: unknown;
    readonly response: Response;
  }>,
): Promise<Data> => {
  const { data, error, response } = await asked.catch(() => {
    throw new Refused('offline', 0);
  });
  if (!response.ok) {
    const problem = typeof error === 'object' && error !== null ? { ...error } : {};
    throw new Refused(codeIn(error), response.status, problem, waitOf(response));
  }
  return data as Data;
};

/** Whether somebody has to sign in, once more or for the first time. */
export const isSignedOut = (error: unknown): boolean =>
  error instanceof Refused && error.status === 401;
