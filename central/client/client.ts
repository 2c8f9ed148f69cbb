import createClient, { type Client } from 'openapi-fetch';
import type { components, paths } from './api.ts';

/** What central takes and answers, by the names of the API. */
export type Schemas = components['schemas'];

/** Central's API: `GET('/v1/depots/{depot}/drivers', { params: { path: { depot } } })`, and so on. */
export type CentralApi = Client<paths>;

export type ApiOptions = {
  /** Central's address, without a slash at its end; left out: whatever the page came from. */
  readonly url?: string;
  /** An operator's key; left out where a browser has a session. */
  readonly key?: string;
  /** What asks, if it is not the machine's own `fetch`. */
  readonly fetch?: (request: Request) => Promise<Response>;
};

/** A client of central's API, typed by its OpenAPI document. It runs in browsers as well. */
export const makeCentralApi = ({ url = '', key, fetch }: ApiOptions): CentralApi =>
  createClient<paths>({
    baseUrl: url,
    ...(key === undefined ? {} : { headers: { authorization: `Bearer ${key}` } }),
    ...(fetch === undefined ? {} : { fetch }),
  });

const PROBLEM_BASE = 'urn:kerbside:problem:';

type CodeOf<S> = S extends { readonly type: `${typeof PROBLEM_BASE}${infer Code}` } ? Code : never;
/** The stable codes of the problems that central's API has, as `version-stale`. */
export type ProblemCode = CodeOf<Schemas[keyof Schemas]>;

/** A problem document (RFC 9457), with the members that its kind has beside. */
export type Problem = {
  readonly type: string;
  readonly title: string;
  readonly status: number;
} & Readonly<Record<string, unknown>>;

/** Central refused, or did not answer as central does. */
export class CentralRefused extends Error {
  readonly status: number;
  /** The problem's stable code, as `version-stale`; null: the answer was no problem document. */
  readonly code: string | null;
  readonly problem: Problem | null;
  constructor(status: number, problem: Problem | null) {
    super(problem?.title ?? `Central answered with status ${status}.`);
    this.status = status;
    this.code = problem === null ? null : problem.type.slice(PROBLEM_BASE.length);
    this.problem = problem;
  }
}

const readProblem = (body: unknown): Problem | null => {
  const seen = body as Partial<Problem> | null | undefined;
  const isProblem =
    typeof seen === 'object' && seen?.type?.startsWith?.(PROBLEM_BASE) && seen.title !== undefined;
  return isProblem === true ? (seen as Problem) : null;
};

/** What openapi-fetch gives for one request. */
type Asked<T> = Promise<{ data?: T; error?: unknown; response: Response }>;

/** The answer to a request of the client. Throws `CentralRefused` for anything but success. */
export const answerOf = async <T>(asked: Asked<T>): Promise<T> => {
  const { data, error, response } = await asked;
  if (!response.ok) throw new CentralRefused(response.status, readProblem(error));
  return data as T;
};

/** The headers of a request that is done once, under a key of its own. */
export const once = (): { 'idempotency-key': string } => ({
  'idempotency-key': `"${crypto.randomUUID()}"`,
});

/** The headers of a request that changes what was seen in this version, once. */
export const changing = (version: number): { 'idempotency-key': string; 'if-match': string } => ({
  ...once(),
  'if-match': `"${version}"`,
});
