import createClient from 'openapi-fetch';
import type { paths } from './paths.d.ts';

/** Central, asked as whoever is signed in here: the browser alone has the session's cookie. */
export const central = createClient<paths>({ baseUrl: '/', credentials: 'same-origin' });

/** What central refused, by the stable name of the problem; `offline`: it was not reached. */
export class Refused extends Error {
  readonly code: string;
  readonly status: number;
  constructor(code: string, status: number) {
    super(`central refused: ${code}`);
    this.code = code;
    this.status = status;
  }
}

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
  if (!response.ok) throw new Refused(codeIn(error), response.status);
  return data as Data;
};
